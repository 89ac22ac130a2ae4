#include "tests/ui/keys/actionrig.h"

#include "core/backend/backend.h"
#include "tests/support/check.h"
#include "ui/kit/theme.h"

#include <QAccessible>
#include <QClipboard>
#include <QLabel>
#include <QLineEdit>
#include <QMetaProperty>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace test {

ActionRig::ActionRig() : clipboard(*QGuiApplication::clipboard())
{
    ui::applyTheme(*qApp, core::ThemeChoice::Light);
    window.resize(1100, 760);
}

ActionRig::~ActionRig()
{
    actions.reset();
    confirmation.reset();
}

bool ActionRig::start()
{
    return gateway.start() && signIn(gateway.address());
}

bool ActionRig::startThrough(const QUrl &address)
{
    return signIn(address);
}

bool ActionRig::signIn(const QUrl &address)
{
    desk = std::make_unique<Desk>(folder.path(), credentials, Desk::soon, watched);
    account = desk->signIn(address, gateway.email(), gateway.password());
    organization = desk->organization(account);
    confirmation = std::make_unique<ui::Confirmation>(desk->sessions, desk->directory);
    actions = std::make_unique<ui::KeyActions>(
        ui::KeyActions::Services{desk->sessions, desk->directory, desk->keys, desk->cache, desk->clock, clipboard},
        window);
    QObject::connect(actions.get(), &ui::KeyActions::said, &window, [this](const QString &words) { said += words; });
    QObject::connect(actions.get(), &ui::KeyActions::failed, &window,
                     [this](const core::Error &error) { failures += error; });
    QObject::connect(actions.get(), &ui::KeyActions::revoked, &window,
                     [this](const QList<core::KeyOfOrganization> &keys) { revoked += keys; });
    window.show();
    return !account.isEmpty() && organization != 0 && QTest::qWaitForWindowExposed(&window) &&
           bool(wait(desk->directory.scopes(organization)));
}

core::Key ActionRig::makeKey(const QString &name, const QStringList &scopes)
{
    const auto made = wait(desk->keys.create(organization, {name, {}, scopes, desk->clock.now().addDays(100)}));
    if (!made) {
        qInfo().noquote() << words(made.error());
        return {};
    }
    const auto acknowledged = wait(desk->keys.acknowledge(made->intentId));
    return acknowledged ? made->key.key : core::Key();
}

core::Backend &ActionRig::backend()
{
    return *desk->sessions.backend(account);
}

core::Key ActionRig::now(const core::Key &key)
{
    const auto read = wait(backend().key(key.id));
    return read ? *read : core::Key();
}

ui::DialogContext ActionRig::context()
{
    return {desk->keys, *confirmation, desk->clock, *desk->directory.organization(organization)};
}

QAbstractButton *button(QWidget *in, const QString &name)
{
    for (auto *each : in->findChildren<QAbstractButton *>()) {
        const auto *accessible = QAccessible::queryAccessibleInterface(each);
        if (each->isVisibleTo(in) && accessible && accessible->text(QAccessible::Name) == name)
            return each;
    }
    return nullptr;
}

bool press(QWidget *in, const QString &name)
{
    auto *found = button(in, name);
    if (!found || !found->isVisible() || !found->isEnabled())
        return false;
    // A check box is clicked on its box, which is where its left end is.
    const auto spot = qobject_cast<QPushButton *>(found) ? found->rect().center() : QPoint(8, found->height() / 2);
    QTest::mouseClick(found, Qt::LeftButton, {}, spot);
    return true;
}

bool pressSoon(QWidget *in, const QString &name)
{
    return QTest::qWaitFor([&] { return press(in, name); }, 10000);
}

QString wordsOn(const QWidget *widget)
{
    QStringList words;
    for (const auto *label : widget->findChildren<QLabel *>()) {
        if (label->isVisibleTo(widget))
            words += label->text();
    }
    for (const auto *edit : widget->findChildren<QLineEdit *>())
        words += edit->text();
    return words.join(u'\n');
}

static bool holds(const QVariant &value, const QString &text)
{
    return value.toString().contains(text) || value.toStringList().join(u' ').contains(text) ||
           value.toByteArray().contains(text.toUtf8());
}

QStringList tracesOf(const core::Secret &secret)
{
    const auto text = QString::fromUtf8(secret.reveal().data(), qsizetype(secret.reveal().size()));
    QStringList traces;
    for (auto *widget : QApplication::allWidgets()) {
        const auto *type = widget->metaObject();
        for (int i = 0; i < type->propertyCount(); ++i) {
            if (holds(type->property(i).read(widget), text))
                traces +=
                    u"%1.%2"_s.arg(QLatin1StringView(type->className()), QLatin1StringView(type->property(i).name()));
        }
        for (const auto &name : widget->dynamicPropertyNames()) {
            if (holds(widget->property(name.constData()), text))
                traces += QString::fromUtf8(name);
        }
        auto *accessible = QAccessible::queryAccessibleInterface(widget);
        for (const auto kind : {QAccessible::Name, QAccessible::Description, QAccessible::Value}) {
            if (accessible && accessible->text(kind).contains(text))
                traces += u"accessible text of %1"_s.arg(QLatin1StringView(type->className()));
        }
    }
    return traces;
}

} // namespace test
