#pragma once

#include <QWidget>

namespace ui {

class PlainLabel;

//! A labelled input: label above, the input, a help line below that turns into the error at this field.
class Field : public QWidget {
    Q_OBJECT

public:
    //! Takes \a input over and gives it \a label as its accessible name.
    Field(const QString &label, QWidget *input, const QString &help = {}, QWidget *parent = nullptr);

    void setLabel(const QString &label);
    void setHelp(const QString &help);
    void setError(const QString &error); //!< empty: back to the help
    bool hasError() const;

private:
    PlainLabel *m_title;
    PlainLabel *m_line;
    QString m_help;
    QWidget *m_input;
    bool m_failed = false;
};

} // namespace ui
