#pragma once

#include "ui/kit/exportrun.h"

#include <QPointer>
#include <QWidget>

class QProgressBar;

namespace ui {

class Button;
class PlainLabel;

//! An export under way: into which file, how far it has come, and `Cancel`. Takes no room while there is none.
class ExportBar : public QWidget {
    Q_OBJECT

public:
    explicit ExportBar(QWidget *parent = nullptr);

    bool isRunning() const { return m_run != nullptr; }
    //! Takes \a run over and starts it. \a expected: about how many there will be; 0: nobody knows.
    void follow(ExportRun *run, qint64 expected);

Q_SIGNALS:
    //! \a fileName without its folder.
    void succeeded(qint64 written, const QString &fileName);
    //! Not for one that was cancelled.
    void failed(const core::Error &error, const QString &fileName);
    void cancelled(const QString &fileName);

private:
    void showProgress(qint64 written);
    void finish(const core::Result<qint64> &written);

    QPointer<ExportRun> m_run;
    QString m_fileName;
    qint64 m_expected = 0;
    PlainLabel *m_words;
    QProgressBar *m_bar;
    Button *m_cancel;
};

} // namespace ui
