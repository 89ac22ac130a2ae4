#pragma once

#include "ui/keys/snippets.h"

#include <QWidget>

class QComboBox;

namespace ui {

class Button;
class ChoiceBar;
class CodeBox;
class Field;

//! "Use this key": a snippet to paste, chosen by what it is for, and `Copy`.
class SnippetView : public QWidget {
    Q_OBJECT

public:
    explicit SnippetView(QWidget *parent = nullptr);

    void show(const snippets::Subject &subject);

private:
    enum Kind { Curl, DotEnv, Mcp, Nginx };

    void refresh();
    QString snippet() const;
    void copy();

    snippets::Subject m_subject;
    ChoiceBar *m_kinds;
    QComboBox *m_clients;
    Field *m_clientField;
    CodeBox *m_text;
    Button *m_copy;
};

} // namespace ui
