#include "ui/signin/gatewayfield.h"

#include "core/base/text.h"
#include "core/services/sessions.h"
#include "ui/kit/field.h"
#include "ui/kit/words.h"
#include "ui/signin/gatewayaddress.h"

#include <QComboBox>
#include <QLineEdit>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr std::chrono::milliseconds pauseInTyping{300};

QString wordsFor(const core::ServerFacts &facts)
{
    const auto connection =
        facts.secure ? GatewayField::tr("✓ Secure connection") : GatewayField::tr("✓ On this computer");
    return u"%1 · %2 %3"_s.arg(connection, core::shown(facts.name, 64), core::shown(facts.version, 32)).trimmed();
}

QString wordsFor(const core::Error &error)
{
    using Kind = core::Error::Kind;
    switch (error.kind) {
    case Kind::Cancelled: return {};
    case Kind::Offline:
        return GatewayField::tr("This address cannot be reached. Check how it is spelled, and the network.");
    case Kind::TimedOut:
    case Kind::Unavailable:
        return GatewayField::tr("There was no answer from this address yet. It is asked again at “Sign in”.");
    case Kind::Insecure:
        return GatewayField::tr("The connection is not secure: the certificate of this address could not be verified. "
                                "Nothing was sent.");
    case Kind::RateLimited: return words::message(error);
    case Kind::NotSupported:
        return GatewayField::tr("A better-auth server answers at this address, but it has no API keys.");
    case Kind::OutcomeUnknown:
    case Kind::Unauthorized:
    case Kind::SignInFailed:
    case Kind::SecondFactorRequired:
    case Kind::ConfirmationRequired:
    case Kind::Forbidden:
    case Kind::NotFound:
    case Kind::Conflict:
    case Kind::ChangedMeanwhile:
    case Kind::Validation:
    case Kind::PlanLimit:
    case Kind::InProgress:
    case Kind::Server:
    case Kind::Protocol:
    case Kind::Storage:
    case Kind::KeychainLocked:
    case Kind::KeychainDenied:
    case Kind::KeychainMissing:
    case Kind::KeychainTimedOut:
    case Kind::LocalGateway: break;
    }
    return GatewayField::tr("Something answers at this address, but it is no Keysteward gateway.");
}

} // namespace

GatewayField::GatewayField(core::Sessions &sessions, QWidget *parent)
    : QWidget(parent), m_sessions(sessions), m_address(new QComboBox), m_field(nullptr)
{
    m_address->setEditable(true);
    m_address->setInsertPolicy(QComboBox::NoInsert);
    // The usual one writes the rest of a known address into what is typed: who means a shorter one asks at another.
    m_address->setCompleter(nullptr);
    m_address->setObjectName(u"gateway"_s);
    m_address->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_address->lineEdit()->setMaxLength(512);
    m_address->lineEdit()->setPlaceholderText(u"https://gateway.example"_s);
    m_field = new Field(tr("Gateway"), m_address, {}, this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_field);
    setFocusProxy(m_address);

    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseInTyping);
    connect(&m_pause, &QTimer::timeout, this, &GatewayField::check);
    connect(m_address, &QComboBox::currentTextChanged, this, &GatewayField::typed);
    connect(m_address->lineEdit(), &QLineEdit::returnPressed, this, &GatewayField::submitted);
    connect(&m_sessions, &core::Sessions::accountsChanged, this, &GatewayField::offerKnownGateways);
    offerKnownGateways();
}

void GatewayField::offerKnownGateways()
{
    const auto text = m_address->currentText();
    const auto cursor = m_address->lineEdit()->cursorPosition();
    const QSignalBlocker quiet(m_address);
    m_address->clear();
    for (const auto &account : m_sessions.accounts()) {
        const auto gateway = account.record.gateway.toString();
        if (!account.record.local && m_address->findText(gateway) < 0)
            m_address->addItem(gateway);
    }
    m_address->setEditText(text);
    m_address->lineEdit()->setCursorPosition(cursor); // somebody may be typing
}

void GatewayField::setAddress(const QString &address)
{
    m_address->setEditText(address);
}

QUrl GatewayField::address() const
{
    const auto url = gatewayFrom(m_address->currentText());
    return isPlainHttpElsewhere(url) ? QUrl() : url;
}

QString GatewayField::fault() const
{
    const auto url = gatewayFrom(m_address->currentText());
    if (!url.isValid())
        return m_address->currentText().trimmed().isEmpty() ? tr("Enter the address of your gateway.")
                                                            : tr("This is no address of a gateway.");
    return isPlainHttpElsewhere(url) ? tr("Plain HTTP is only for this computer. Use https://.") : QString();
}

void GatewayField::typed()
{
    ++m_check;
    m_field->setHelp({});
    m_field->setError({});
    m_pause.start();
    Q_EMIT changed();
}

void GatewayField::check()
{
    if (m_address->currentText().trimmed().isEmpty())
        return;
    if (const auto wrong = fault(); !wrong.isEmpty()) {
        m_field->setError(wrong);
        return;
    }
    m_field->setHelp(tr("Looking…"));
    core::whenDone(m_sessions.probe(address()), this,
                   [this, check = ++m_check](const core::Result<core::ServerFacts> &facts) {
                       if (check != m_check)
                           return;
                       m_field->setHelp(facts ? wordsFor(*facts) : QString());
                       m_field->setError(facts ? QString() : wordsFor(facts.error()));
                       if (facts)
                           Q_EMIT found(*facts);
                   });
}

void GatewayField::showFailure(const core::Error &error)
{
    ++m_check;
    const auto wrong = fault();
    m_field->setError(wrong.isEmpty() ? wordsFor(error) : wrong);
    m_address->setFocus();
}

} // namespace ui
