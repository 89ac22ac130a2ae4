#include "ui/watched/watchkeydialog.h"

#include "core/credentials/credentialnames.h"
#include "core/storage/watchedstore.h"
#include "tests/support/check.h"
#include "tests/ui/watched/watchedrig.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLineEdit>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::StringLiterals;
using test::button;
using test::says;
using test::someKey;

class WatchKeyDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
        m_rig = std::make_unique<test::WatchedRig>();
        open({});
        m_secret = someKey();
    }
    void cleanup()
    {
        m_dialog.reset();
        m_rig.reset();
        QGuiApplication::clipboard()->clear();
    }

    void aKeyIsRegisteredAndNothingIsSent()
    {
        QVERIFY(!button(*m_dialog, u"Watch key"_s));
        fillIn();
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        const auto key = register_();
        QCOMPARE(key.name, u"CRM sync"_s);
        QCOMPARE(key.owner, u"Ann"_s);
        QCOMPARE(key.scopes, (QStringList{u"own one"_s, u"another"_s}));
        QVERIFY(!key.expiresAt.isValid());
        const auto place = m_rig->desk->store.organization(key.organizationId);
        QVERIFY_RESULT(place);
        QCOMPARE(place->name, u"Northwind shop"_s);
        QCOMPARE(place->address, m_rig->provider.address());
        QCOMPARE(*test::wait(m_rig->credentials.read(watchedName(key.id))), m_secret);
        QVERIFY(m_rig->provider.requests().isEmpty());
    }

    void suggestedScopesStandBesideOthersAndStayWhereTheNextProviderHasThem()
    {
        choose(u"provider"_s, u"Wati"_s);
        for (const auto &scope : {u"contacts:read"_s, u"api"_s}) {
            QTRY_VERIFY(button(*m_dialog, scope));
            button(*m_dialog, scope)->click();
        }
        choose(u"provider"_s, u"WazzAPI"_s);
        QTRY_VERIFY(button(*m_dialog, u"contacts:read"_s));
        QVERIFY(button(*m_dialog, u"contacts:read"_s)->isChecked());
        QVERIFY(!button(*m_dialog, u"api"_s));
        fillIn();
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        QCOMPARE(register_().scopes, (QStringList{u"contacts:read"_s, u"own one"_s, u"another"_s}));
    }

    void pastingClearsTheClipboardAndTheLine()
    {
        test::paste(*m_dialog, m_secret);
        QTRY_VERIFY(says(*m_dialog, u"Taken: 44 characters."_s));
        QVERIFY(QGuiApplication::clipboard()->text().isEmpty());
        for (const auto *line : m_dialog->findChildren<QLineEdit *>())
            QVERIFY(!line->text().contains(QString::fromLatin1(test::bytesOf(m_secret))));
    }

    void anotherTextOnTheClipboardStays()
    {
        test::paste(*m_dialog, m_secret);
        QGuiApplication::clipboard()->setText(u"a letter to Ann"_s);
        QTRY_VERIFY(says(*m_dialog, u"Taken"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), u"a letter to Ann"_s);
    }

    void onlyTheFingerprintIsKeptWhereThatIsChosen()
    {
        fillIn();
        m_dialog->findChild<QRadioButton *>(u"keepFingerprint"_s)->click();
        const auto key = register_();
        QVERIFY(!key.secretKept);
        QVERIFY(!test::wait(m_rig->credentials.read(watchedName(key.id))));
    }

    void anotherKeyOfTheSameWorkspaceAsksForLess()
    {
        const auto first = m_rig->watch(u"First"_s, someKey());
        open(first.organizationId);
        QVERIFY(!visible<QComboBox>(u"address"_s));
        test::paste(*m_dialog, m_secret);
        type(u"name"_s, u"Second"_s);
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        QCOMPARE(register_().organizationId, first.organizationId);
    }

    void theSameKeyAgainIsRefusedByName()
    {
        const auto first = m_rig->watch(u"First"_s, m_secret);
        open(first.organizationId);
        test::paste(*m_dialog, m_secret);
        type(u"name"_s, u"Second"_s);
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        button(*m_dialog, u"Watch key"_s)->click();
        QTRY_VERIFY(says(*m_dialog, u"This key is watched already, as “First”."_s));
        QVERIFY(m_dialog->isVisible());
    }

    void anExpiryInTheTokenIsTakenOver()
    {
        const auto ends = m_rig->desk->clock.now().addDays(40).toSecsSinceEpoch();
        const auto part = [](const QByteArray &json) { return json.toBase64(QByteArray::OmitTrailingEquals); };
        const auto token = Secret::take(QByteArray(part(R"({"alg":"HS256"})") + '.' +
                                                   part(R"({"exp":)" + QByteArray::number(ends) + '}') + '.' +
                                                   test::bytesOf(someKey())));
        choose(u"provider"_s, u"Wati"_s);
        choose(u"kind"_s, u"Bearer token (older)"_s);
        QVERIFY(says(*m_dialog, u"This token dies at once when the person's password is changed"_s));
        type(u"tenant"_s, u"10042"_s);
        m_secret = token;
        fillIn();
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        const auto key = register_();
        QCOMPARE(key.kindId, u"bearer-token"_s);
        QCOMPARE(key.expiresAt.toSecsSinceEpoch(), ends);
        QCOMPARE(m_rig->desk->store.organization(key.organizationId)->tenant, u"10042"_s);
    }

    void anyOtherProviderIsDescribedByThePerson()
    {
        choose(u"provider"_s, u"Another provider"_s);
        type(u"probePath"_s, u"//elsewhere.example/"_s);
        fillIn();
        QTRY_VERIFY(says(*m_dialog, u"The page to ask begins with / and stays on that address."_s));
        type(u"probePath"_s, u"/v1/ping"_s);
        type(u"header"_s, u"X-Token"_s);
        type(u"headerValue"_s, u"{key}"_s);
        QTRY_VERIFY(button(*m_dialog, u"Watch key"_s));
        const auto place = *m_rig->desk->store.organization(register_().organizationId);
        QCOMPARE(place.probePath, u"/v1/ping"_s);
        QCOMPARE(place.header, u"X-Token"_s);
    }

    //! By a name, or, where a combo box is called by its value, by the label that belongs to it.
    void whateverTakesTheFocusSaysWhatItIs()
    {
        for (const auto &provider : {u"Watsi"_s, u"Wati"_s, u"Another provider"_s}) {
            choose(u"provider"_s, provider);
            for (auto *each : m_dialog->findChildren<QWidget *>()) {
                if (!each->isVisible() || each->focusPolicy() == Qt::NoFocus || each->focusProxy() != nullptr)
                    continue;
                const auto *accessible = QAccessible::queryAccessibleInterface(each);
                QVERIFY(accessible != nullptr);
                const bool isBox = accessible->role() == QAccessible::ComboBox;
                const bool isNamed = isBox ? !accessible->relations(QAccessible::Label).isEmpty()
                                           : !accessible->text(QAccessible::Name).isEmpty();
                QVERIFY2(isNamed, qPrintable(u"%1 %2"_s.arg(QLatin1StringView(each->metaObject()->className()),
                                                            each->objectName())));
            }
        }
    }

    void whatIsMissingIsSaid()
    {
        QVERIFY(says(*m_dialog, u"Give the organization a name"_s));
        type(u"organizationName"_s, u"Shop"_s);
        visible<QComboBox>(u"address"_s)->setEditText(u"http://api.watsi.ai"_s);
        QVERIFY(says(*m_dialog, u"Say the address: https"_s));
        visible<QComboBox>(u"address"_s)->setEditText(u"api.watsi.ai"_s);
        QVERIFY(says(*m_dialog, u"Paste the key."_s));
        test::paste(*m_dialog, Secret::copy("short"));
        QTRY_VERIFY(says(*m_dialog, u"This cannot be a key"_s));
    }

private:
    void open(const QString &organizationId)
    {
        m_dialog = std::make_unique<ui::WatchKeyDialog>(m_rig->context(), organizationId, &m_rig->window);
        m_dialog->open();
        QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
    }

    template <typename Widget>
    Widget *visible(const QString &name) const
    {
        for (auto *each : m_dialog->findChildren<Widget *>(name)) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }

    void type(const QString &name, const QString &text)
    {
        auto *line = visible<QLineEdit>(name);
        QVERIFY2(line != nullptr, qPrintable(name));
        line->setText(text);
    }

    void choose(const QString &name, const QString &text)
    {
        auto *box = visible<QComboBox>(name);
        QVERIFY2(box != nullptr && box->findText(text) >= 0, qPrintable(name));
        box->setCurrentIndex(box->findText(text));
    }

    void fillIn()
    {
        type(u"organizationName"_s, u"Northwind shop"_s);
        visible<QComboBox>(u"address"_s)->setEditText(m_rig->provider.address().toString());
        type(u"name"_s, u"CRM sync"_s);
        type(u"owner"_s, u"Ann"_s);
        type(u"otherScopes"_s, u"own one, another, own one"_s);
        test::paste(*m_dialog, m_secret);
        QTRY_VERIFY(says(*m_dialog, u"Taken"_s));
    }

    WatchedKey register_()
    {
        QSignalSpy registered(m_dialog.get(), &ui::WatchKeyDialog::registered);
        button(*m_dialog, u"Watch key"_s)->click();
        if (!QTest::qWaitFor([&] { return registered.size() == 1; }))
            return {};
        return registered.first().first().value<RegisteredKey>().key;
    }

    std::unique_ptr<test::WatchedRig> m_rig;
    std::unique_ptr<ui::WatchKeyDialog> m_dialog;
    Secret m_secret;
};

QTEST_MAIN(WatchKeyDialogTest)
#include "tst_watchkeydialog.moc"
