#include "ui/lookup/lookupdialog.h"

#include "core/base/identifiers.h"
#include "core/domain/keytoken.h"
#include "core/services/keyscan.h"
#include "tests/support/check.h"
#include "tests/ui/keys/actionrig.h"
#include "ui/keys/revokedialog.h"
#include "ui/lookup/foundtextedit.h"

#include <QClipboard>
#include <QDropEvent>
#include <QMimeData>
#include <QSignalSpy>

using namespace Qt::StringLiterals;
using core::Error;

class LookupDialogTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void aPastedTextSaysWhoseKeyStandsInIt();
    void nothingOfTheTextIsLeft();
    void whatIsTypedIsLookedUpByTheButton();
    void aTextWithoutAKeySaysSo();
    void aKeyThatNobodyHasIsSaidToBeUnknown();
    void aKeyOfAnotherProviderIsNamed();
    void aDroppedFileIsSearchedWhateverIsInIt();
    void aDroppedTextIsSearchedAndNotKept();
    void whatIsNoFileIsRefused();
    void moreThanTheBoundIsNotRead();
    void theKeyCanBeRevokedFromHere();
    void theKeyCanBeShown();
    void aGatewayThatIsGoneIsSaidToBe();

private:
    core::Secret makeSecret(const QString &name);
    ui::FoundTextEdit &field() { return *m_dialog->findChild<ui::FoundTextEdit *>(); }
    void paste(const QString &text);
    bool drop(const QString &fileName);
    bool drop(const QMimeData &content);
    bool says(const QString &words);
    QString file(const QString &name, const QByteArray &content);

    std::unique_ptr<test::ActionRig> m_rig;
    std::unique_ptr<ui::LookupDialog> m_dialog;
    core::Key m_key;
};

static QString textOf(const core::Secret &secret)
{
    return QString::fromUtf8(secret.reveal().data(), qsizetype(secret.size()));
}

void LookupDialogTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_rig = std::make_unique<test::ActionRig>();
    QVERIFY(m_rig->start());
    auto &desk = *m_rig->desk;
    m_dialog = std::make_unique<ui::LookupDialog>(
        ui::LookupDialog::Services{desk.sessions, desk.directory, desk.keys, desk.clock, *m_rig->actions},
        &m_rig->window);
    m_dialog->open();
    QVERIFY(QTest::qWaitForWindowExposed(m_dialog.get()));
}

void LookupDialogTest::cleanup()
{
    m_dialog.reset();
    m_rig.reset();
    QGuiApplication::clipboard()->clear();
}

core::Secret LookupDialogTest::makeSecret(const QString &name)
{
    auto &desk = *m_rig->desk;
    const auto made = test::wait(
        desk.keys.create(m_rig->organization, {name, {}, {u"contacts:read"_s}, desk.clock.now().addDays(100)}));
    if (!made || !test::wait(desk.keys.acknowledge(made->intentId)))
        return {};
    m_key = made->key.key;
    return made->key.secret;
}

void LookupDialogTest::paste(const QString &text)
{
    QGuiApplication::clipboard()->setText(text);
    field().setFocus();
    QTest::keySequence(&field(), QKeySequence::Paste);
    QGuiApplication::clipboard()->clear();
}

bool LookupDialogTest::drop(const QString &fileName)
{
    QMimeData content;
    content.setUrls({QUrl::fromLocalFile(fileName)});
    return drop(content);
}

bool LookupDialogTest::drop(const QMimeData &content)
{
    QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    QDropEvent event(QPointF(50, 50), Qt::CopyAction, &content, Qt::LeftButton, Qt::NoModifier);
    return QCoreApplication::sendEvent(m_dialog.get(), &enter) && enter.isAccepted() &&
           QCoreApplication::sendEvent(m_dialog.get(), &event) && event.isAccepted();
}

bool LookupDialogTest::says(const QString &words)
{
    const bool said = QTest::qWaitFor([&] { return test::wordsOn(m_dialog.get()).contains(words); }, 10000);
    if (!said)
        qInfo().noquote() << test::wordsOn(m_dialog.get());
    return said;
}

QString LookupDialogTest::file(const QString &name, const QByteArray &content)
{
    QFile file(m_rig->folder.filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size() ? file.fileName() : QString();
}

void LookupDialogTest::aPastedTextSaysWhoseKeyStandsInIt()
{
    const auto secret = makeSecret(u"Leaked & <b>found</b>"_s);
    QVERIFY(!secret.isEmpty());
    paste(u"2026-11-21 ERROR upstream said 401 for Authorization: Bearer "_s + textOf(secret) + u"\nnext line"_s);
    QVERIFY(says(u"Leaked & <b>found</b>"_s));
    QVERIFY(says(u"Northwind · Active · "_s + m_key.hint + u" · never used"_s));
    QVERIFY(test::button(m_dialog.get(), u"Show key"_s));
    QVERIFY(test::button(m_dialog.get(), u"Revoke…"_s));
}

void LookupDialogTest::nothingOfTheTextIsLeft()
{
    const auto secret = makeSecret(u"Leaked"_s);
    paste(u"KEY="_s + textOf(secret));
    QVERIFY(says(u"Leaked"_s));
    QCOMPARE(test::tracesOf(secret), QStringList());
    // Without the clipboard's ways: as assistive technology fills a field.
    field().setText(u"KEY="_s + textOf(secret));
    QVERIFY(says(u"Leaked"_s));
    QCOMPARE(test::tracesOf(secret), QStringList());
    QVERIFY(!field().isUndoAvailable());
    QVERIFY(!field().isRedoAvailable());
    const auto sibling = makeSecret(u"Noise"_s); // a text without a known key is as little kept
    field().setText(textOf(sibling).mid(5));
    QVERIFY(says(u"No key stands in this text"_s));
    QVERIFY(field().text().isEmpty());
}

void LookupDialogTest::whatIsTypedIsLookedUpByTheButton()
{
    const auto secret = makeSecret(u"Typed"_s);
    for (const QChar letter : textOf(secret))
        QTest::keyClick(&field(), letter.toLatin1());
    QCOMPARE(field().text().size(), qsizetype(secret.size()));
    QCOMPARE(field().echoMode(), QLineEdit::Password);
    QTest::keyClick(&field(), Qt::Key_Return);
    QVERIFY(says(u"Typed"_s));
    QVERIFY(field().text().isEmpty());
}

void LookupDialogTest::aTextWithoutAKeySaysSo()
{
    paste(u"the quick brown fox, and "_s + QString::fromStdString(keytoken::generate("ks_")).chopped(1));
    QVERIFY(says(u"No key stands in this text"_s));
    paste({});
    QVERIFY(says(u"No key stands in this text"_s));
}

void LookupDialogTest::aKeyThatNobodyHasIsSaidToBeUnknown()
{
    paste(QString::fromStdString(keytoken::generate("ks_")));
    QVERIFY(says(u"None of your organizations has this key."_s));
    QVERIFY(!test::button(m_dialog.get(), u"Revoke…"_s));
}

void LookupDialogTest::aKeyOfAnotherProviderIsNamed()
{
    paste(QString::fromStdString(keytoken::generate("watsi_")));
    QVERIFY(says(u"A key of Watsi, which none of your organizations uses."_s));
}

void LookupDialogTest::aDroppedFileIsSearchedWhateverIsInIt()
{
    const auto first = makeSecret(u"First"_s), second = makeSecret(u"Second"_s);
    QByteArray content("\x7F"
                       "ELF\0\0",
                       6);
    content += QByteArray(3'000'000, '\xFE') + textOf(first).toUtf8() + QByteArray(100, '\0');
    const auto wide = textOf(second);
    content.append(reinterpret_cast<const char *>(wide.utf16()), wide.size() * 2);
    const auto name = file(u"core.bin"_s, content);
    QVERIFY(drop(name));
    QVERIFY(says(u"First"_s));
    QVERIFY(says(u"Second"_s));
    QCOMPARE(test::tracesOf(first) + test::tracesOf(second), QStringList());
}

void LookupDialogTest::aDroppedTextIsSearchedAndNotKept()
{
    const auto secret = makeSecret(u"Leaked"_s);
    QMimeData content;
    content.setText(u"found in a chat: "_s + textOf(secret) + u" (please check)"_s);
    QVERIFY(drop(content));
    QVERIFY(says(u"Leaked"_s));
    QVERIFY(says(u"Northwind · Active · "_s + m_key.hint));
    QVERIFY(field().text().isEmpty());
    QCOMPARE(test::tracesOf(secret), QStringList());

    QMimeData nothing;
    nothing.setText(u"no key at all"_s);
    QVERIFY(drop(nothing));
    QVERIFY(says(u"No key stands in this text"_s));

    QMimeData picture; // neither text nor a file
    picture.setData(u"image/png"_s, "png");
    QVERIFY(!drop(picture));
}

void LookupDialogTest::whatIsNoFileIsRefused()
{
    QVERIFY(drop(u"/dev/zero"_s));
    QVERIFY(says(u"not an ordinary file"_s));
    QVERIFY(drop(m_rig->folder.filePath(u"nothing here"_s)));
    QVERIFY(says(u"not an ordinary file"_s));
    QVERIFY(test::button(m_dialog.get(), u"Look up"_s)->isEnabled());
}

void LookupDialogTest::moreThanTheBoundIsNotRead()
{
    const auto inside = keytoken::generate("ks_"), outside = keytoken::generate("ks_");
    const auto name = file(u"large.log"_s, QByteArray::fromStdString(inside) + QByteArray(3'000'000, '-') +
                                               QByteArray::fromStdString(outside));
    core::KeyScan bounded({u"ks_"_s}, nullptr);
    const auto part = test::wait(bounded.start({name}, 2'000'000));
    QVERIFY_RESULT(part);
    QCOMPARE(part->keys.size(), 1);
    QCOMPARE(part->read, 2'000'000);
    QVERIFY(!part->complete);
    core::KeyScan whole({u"ks_"_s}, nullptr);
    const auto all = test::wait(whole.start({name, name}));
    QVERIFY_RESULT(all);
    QCOMPARE(all->keys.size(), 2);
    QVERIFY(all->complete);
}

void LookupDialogTest::theKeyCanBeRevokedFromHere()
{
    paste(textOf(makeSecret(u"Leaked"_s)));
    QVERIFY(test::pressSoon(m_dialog.get(), u"Revoke…"_s));
    auto *revoke = test::dialog<ui::RevokeDialog>(m_rig->window);
    QVERIFY(revoke);
    QVERIFY(test::pressSoon(revoke, u"Revoke key"_s));
    QVERIFY(says(u"Northwind · Revoked"_s));
    QVERIFY(!test::button(m_dialog.get(), u"Revoke…"_s));
    QCOMPARE(m_rig->now(m_key).status, core::KeyStatus::Revoked);
}

void LookupDialogTest::theKeyCanBeShown()
{
    QSignalSpy wanted(m_dialog.get(), &ui::LookupDialog::keyWanted);
    paste(textOf(makeSecret(u"Leaked"_s)));
    QVERIFY(test::pressSoon(m_dialog.get(), u"Show key"_s));
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.first().at(0).toLongLong(), m_rig->organization);
    QCOMPARE(wanted.first().at(1).toString(), m_key.id);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY_RESULT(m_rig->desk->cache.key(m_rig->organization, m_key.id)); // for the page that is to show it
}

void LookupDialogTest::aGatewayThatIsGoneIsSaidToBe()
{
    m_rig->gateway.stop();
    paste(QString::fromStdString(keytoken::generate("ks_")));
    QVERIFY(says(u"Not known. Northwind could not be asked"_s));
}

QTEST_MAIN(LookupDialogTest)
#include "tst_lookupdialog.moc"
