#pragma once

#include "core/services/keylookup.h"
#include "ui/kit/dialog.h"
#include "ui/kit/factpanel.h"

class QMimeData;

namespace core {
class Clock;
class Directory;
class Keys;
class Sessions;
struct ScannedKeys;
} // namespace core

namespace ui {

class FoundTextEdit;
class KeyActions;

//! "Whose key is this?": a found text or file is searched for keys here, and those are asked for by their hash. The
//! text leaves the dialog's hands as soon as it was searched.
class LookupDialog : public Dialog {
    Q_OBJECT

public:
    struct Services {
        core::Sessions &sessions;
        core::Directory &directory;
        core::Keys &keys;
        const core::Clock &clock;
        KeyActions &actions;
    };

    LookupDialog(const Services &services, QWidget *parent);

Q_SIGNALS:
    void keyWanted(qint64 organization, const QString &keyId);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void failed(const core::Error &error) override;

private:
    //! A found key and, once it is known, who has it.
    struct Finding {
        core::FoundKey key;
        std::optional<core::KeyWhereabouts> where{};
    };

    void take(const QMimeData *content);
    void search(const core::Secret &text);
    void chooseFiles();
    void searchFiles(const QStringList &fileNames);
    void scanned(const core::ScannedKeys &scanned);
    void lookUp(const QList<core::FoundKey> &keys, const QString &where);
    void ask(qsizetype finding);
    void askAgain();
    void refresh();
    FactPanel::Line unknownLine(const Finding &finding, const QString &id) const;
    FactPanel::Line holderLine(const core::KeyWhereabouts::Holder &holder, const QString &id) const;
    void act(const QString &id, int action);

    const Services m_services;
    core::KeyLookup m_lookup;
    FoundTextEdit *m_text;
    NoticeBar *m_outcome;
    FactPanel *m_found;
    QList<Finding> m_findings;
    int m_search = 0; //!< counts them: an answer to an earlier one is dropped
};

} // namespace ui
