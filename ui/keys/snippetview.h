#pragma once

#include "ui/keys/snippets.h"

#include <QWidget>

class QComboBox;
class QPlainTextEdit;

namespace ui {

class Button;
class ChoiceBar;

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
    void fitHeight();

    snippets::Subject m_subject;
    ChoiceBar *m_kinds;
    QComboBox *m_clients;
    QPlainTextEdit *m_text;
    Button *m_copy;

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace ui
