#include "ui/settings/settingsdialog.h"

#include "core/storage/settingsstore.h"

#include <QAbstractButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

//! Over the file that the program keeps its settings in.
class SettingsDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void remindersAreSwitchedOffAndOn();
    void theThemeIsChosen();
    void timesAreKeptAsTheyAreSet();
    void whatWasSetIsShownNextTime();

private:
    void open() { m_dialog = std::make_unique<ui::SettingsDialog>(*m_settings, nullptr); }
    QAbstractButton *button(const QString &words) const
    {
        for (auto *each : m_dialog->findChildren<QAbstractButton *>()) {
            if (each->text() == words || each->accessibleName() == words)
                return each;
        }
        return nullptr;
    }
    QSpinBox *number(const QString &name) const
    {
        for (auto *each : m_dialog->findChildren<QSpinBox *>()) {
            if (each->accessibleName() == name)
                return each;
        }
        return nullptr;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::SettingsStore> m_settings;
    std::unique_ptr<ui::SettingsDialog> m_dialog;
};

void SettingsDialogTest::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_dialog.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<core::SettingsStore>(m_folder->filePath(u"settings.ini"_s));
    open();
}

void SettingsDialogTest::remindersAreSwitchedOffAndOn()
{
    auto *reminders = button(u"Remind me of keys that expire soon, or are called after their end"_s);
    QVERIFY(reminders != nullptr && reminders->isChecked());
    QSignalSpy changed(m_dialog.get(), &ui::SettingsDialog::changed);
    reminders->click();
    QVERIFY(!m_settings->remindersOn());
    QCOMPARE(changed.size(), 1);
    reminders->click();
    QVERIFY(m_settings->remindersOn());
    QCOMPARE(changed.size(), 2);
}

void SettingsDialogTest::theThemeIsChosen()
{
    QSignalSpy changed(m_dialog.get(), &ui::SettingsDialog::changed);
    for (const auto &[words, theme] :
         {std::pair{u"Dark"_s, core::ThemeChoice::Dark}, std::pair{u"Light"_s, core::ThemeChoice::Light},
          std::pair{u"As the desktop"_s, core::ThemeChoice::System}}) {
        auto *choice = button(words);
        QVERIFY2(choice != nullptr, qPrintable(words));
        choice->click();
        QVERIFY(m_settings->theme() == theme);
    }
    QCOMPARE(changed.size(), 3);
}

void SettingsDialogTest::timesAreKeptAsTheyAreSet()
{
    auto *clipboard = number(u"Clear the clipboard after"_s);
    auto *lock = number(u"Lock when idle for"_s);
    QVERIFY(clipboard != nullptr && lock != nullptr);
    clipboard->setValue(45);
    lock->setValue(0);
    QCOMPARE(m_settings->clipboardLife(), 45s);
    QCOMPARE(m_settings->lockAfter(), 0min);
    QCOMPARE(lock->text(), u"Never"_s);
    clipboard->setValue(5); // less than a person needs to paste
    QCOMPARE(m_settings->clipboardLife(), 10s);
}

void SettingsDialogTest::whatWasSetIsShownNextTime()
{
    button(u"Remind me of keys that expire soon, or are called after their end"_s)->click();
    button(u"Dark"_s)->click();
    number(u"Lock when idle for"_s)->setValue(25);
    m_settings = std::make_unique<core::SettingsStore>(m_folder->filePath(u"settings.ini"_s));
    open();
    QVERIFY(!button(u"Remind me of keys that expire soon, or are called after their end"_s)->isChecked());
    QVERIFY(button(u"Dark"_s)->isChecked());
    QCOMPARE(number(u"Lock when idle for"_s)->value(), 25);
}

QTEST_MAIN(SettingsDialogTest)
#include "tst_settingsdialog.moc"
