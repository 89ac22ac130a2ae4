#pragma once

#include "core/storage/keycache.h"
#include "ui/keys/dialogcontext.h"
#include "ui/kit/dialog.h"

#include <QSet>

class QLineEdit;
class QProgressBar;
class QTableWidget;

namespace ui {

class RevokeReasons;

//! Revokes many keys, one request after the other, each with a row that says what came of it. What failed stays, and
//! can be tried again; a person may stop between two keys.
class BulkRevokeDialog : public Dialog {
    Q_OBJECT

public:
    //! \a contexts: of each organization that a key belongs to.
    BulkRevokeDialog(const DialogContexts &contexts, const QList<core::CachedKey> &keys, QWidget *parent);

Q_SIGNALS:
    //! Whenever a run has ended: the keys that are revoked now.
    void revoked(const QList<core::KeyOfOrganization> &keys);

protected:
    void reject() override;

private:
    enum class State { Waiting, UnderWay, Revoked, Failed };
    struct Row {
        core::CachedKey key;
        State state = State::Waiting;
    };

    const DialogContext &any() const { return m_contexts.begin()->second; }
    QString organizations() const;
    QString accountOf(const Row &row) const;
    void fill(int row);
    void addTable();
    void addQuestion();
    bool isConfirmed() const;
    void start();
    void next();
    void settle(qsizetype row, const core::Result<core::Key> &result);
    void finishRun();
    void say(qsizetype row, const QString &words, bool bad);
    qsizetype count(State state) const;
    void refresh();

    const DialogContexts m_contexts;
    QList<Row> m_rows;
    QTableWidget *m_table;
    RevokeReasons *m_reasons;
    QProgressBar *m_progress;
    PlainLabel *m_summary;
    QLineEdit *m_typedName = nullptr;
    Button *m_revoke = nullptr;
    Button *m_cancel = nullptr;
    QSet<QString> m_lost; //!< accounts through which nothing more can be done in this run
    bool m_running = false;
    bool m_stopping = false;
};

} // namespace ui
