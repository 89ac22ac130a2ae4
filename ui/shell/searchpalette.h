#pragma once

#include <QDialog>
#include <functional>
#include <vector>

class QLineEdit;
class QListWidget;

namespace core {
class Clock;
class Directory;
class KeyCache;
} // namespace core

namespace ui {

class WindowActions;

//! Ctrl+K: finds keys of the organization on screen, organizations and actions as one types. Works from the cache
//! alone.
class SearchPalette : public QDialog {
    Q_OBJECT

public:
    struct Sources {
        const core::KeyCache &cache;
        const core::Directory &directory;
        const core::Clock &clock;
        const WindowActions &actions;
    };

    SearchPalette(const Sources &sources, qint64 organization, QWidget *parent);

Q_SIGNALS:
    void keyChosen(qint64 organization, const QString &keyId);
    void organizationChosen(qint64 reference);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void search(const QString &text);
    void addKeys(const QString &text);
    void addOrganizations(const QString &text);
    void addActions(const QString &text);
    void add(const QString &title, const QString &detail, std::function<void()> chosen);
    void runCurrent();

    Sources m_sources;
    qint64 m_organization;
    QLineEdit *m_input;
    QListWidget *m_results;
    std::vector<std::function<void()>> m_choices; //!< one for each row
};

} // namespace ui
