#include "ui/signin/localgatewaypanel.h"

#include "core/credentials/memorystore.h"
#include "tests/core/services/desk.h"
#include "tests/support/check.h"
#include "ui/signin/localgatewaydialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

class LocalGatewayPanelTest : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<core::MemoryStore> m_credentials;
    std::unique_ptr<test::Desk> m_desk;
    std::unique_ptr<core::LocalGateway> m_local;
    std::unique_ptr<ui::LocalGatewayPanel> m_panel;

    QString line() const { return m_panel->findChild<QLabel *>(u"localLine"_s)->text(); }
    QPushButton *button() const { return m_panel->findChild<QPushButton *>(); }
    ui::LocalGatewayDialog *question() const { return m_panel->findChild<ui::LocalGatewayDialog *>(); }
    static void press(QWidget *in, const QString &name)
    {
        for (auto *each : in->findChildren<QAbstractButton *>()) {
            if (each->text() == name)
                each->click();
        }
    }
    void makePanel()
    {
        m_panel.reset();
        m_local =
            std::make_unique<core::LocalGateway>(QStringLiteral(KEYSTEWARD_GATEWAY), m_folder->filePath(u"local"_s));
        m_panel = std::make_unique<ui::LocalGatewayPanel>(m_desk->sessions, *m_local);
        m_panel->show();
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_credentials = std::make_unique<core::MemoryStore>();
        m_desk = std::make_unique<test::Desk>(m_folder->path(), *m_credentials);
        makePanel();
    }
    void cleanup()
    {
        m_panel.reset();
        m_local->stop(); // a program that still writes would keep the folder
        QTRY_COMPARE(m_local->state(), core::LocalGateway::State::Stopped);
        m_local.reset();
        m_desk.reset();
    }

    void anEmptyOneIsStartedSignedInToAndGoneOnWith()
    {
        QCOMPARE(line(), u"Run one on this computer, with sample organizations to explore."_s);
        QSignalSpy signedIn(m_panel.get(), &ui::LocalGatewayPanel::signedIn);
        QSignalSpy busy(m_panel.get(), &ui::LocalGatewayPanel::busyChanged);
        QTest::mouseClick(button(), Qt::LeftButton);
        QVERIFY(question());
        QVERIFY(question()->findChild<QRadioButton *>(u"samples"_s)->isChecked());
        auto *name = question()->findChild<QLineEdit *>(u"organizationName"_s);
        QVERIFY(!name->isEnabled());
        press(question(), u"Empty"_s);
        name->clear();
        press(question(), u"Start"_s);
        QVERIFY(question()->isVisible()); // it has to be called something
        name->setText(u"--Rosa & sons"_s);
        press(question(), u"Start"_s);
        QCOMPARE(line(), u"Starting…"_s);
        QVERIFY(!button()->isEnabled());
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 60000);
        QCOMPARE(busy.size(), 2);
        const auto account = m_desk->sessions.account(signedIn.first().first().toString());
        QVERIFY(account && account->record.local);
        QVERIFY_RESULT(test::wait(m_desk->directory.refresh(account->record.id)));
        QCOMPARE(m_desk->directory.organizations().size(), 1);
        QCOMPARE(m_desk->directory.organizations().constFirst().organization.name, u"--Rosa & sons"_s);

        makePanel(); // as at the next start: no question, the same database
        QCOMPARE(line(), u"Go on where you left off: its organizations and keys are still there."_s);
        QSignalSpy again(m_panel.get(), &ui::LocalGatewayPanel::signedIn);
        QTest::mouseClick(button(), Qt::LeftButton);
        QVERIFY(!question());
        QTRY_COMPARE_WITH_TIMEOUT(again.size(), 1, 60000);
        QCOMPARE(again.first().first().toString(), account->record.id);
    }

    void theQuestionCanBeGivenUp()
    {
        QTest::mouseClick(button(), Qt::LeftButton);
        press(question(), u"Cancel"_s);
        QTRY_VERIFY(!question());
        QCOMPARE(m_local->state(), core::LocalGateway::State::Stopped);
        QVERIFY(!m_local->exists());
        QVERIFY(button()->isEnabled());
    }

    void theDemoHasOrganizationsAndAsksNothing()
    {
        QSignalSpy signedIn(m_panel.get(), &ui::LocalGatewayPanel::signedIn);
        m_panel->startDemo();
        QVERIFY(!question());
        QTRY_COMPARE_WITH_TIMEOUT(signedIn.size(), 1, 60000);
        QVERIFY_RESULT(test::wait(m_desk->directory.refresh(signedIn.first().first().toString())));
        QVERIFY(m_desk->directory.organizations().size() >= 2);
        QVERIFY(m_local->exists());
    }
};

QTEST_MAIN(LocalGatewayPanelTest)
#include "tst_localgatewaypanel.moc"
