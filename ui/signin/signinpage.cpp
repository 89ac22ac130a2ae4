#include "ui/signin/signinpage.h"

#include "core/credentials/credentialstore.h"
#include "core/services/localgateway.h"
#include "ui/kit/button.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"
#include "ui/signin/localgatewaypanel.h"
#include "ui/signin/secondfactorform.h"
#include "ui/signin/signinform.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

constexpr int columnWidth = 440;

QString keptWhere(const core::CredentialStore &credentials)
{
    if (credentials.isPersistent())
        return SignInPage::tr("Your session is kept in the system keychain (%1), never on disk.")
            .arg(credentials.title());
    return SignInPage::tr("There is no system keychain: your session is kept in memory, and ends when you quit.");
}

} // namespace

class SignInPage::Private {
public:
    void askForSecondFactor();
    void askForPassword();

    SignInForm *form = nullptr;
    SecondFactorForm *second = nullptr;
    LocalGatewayPanel *local = nullptr;
    Button *watch = nullptr;
    Button *back = nullptr;
};

void SignInPage::Private::askForSecondFactor()
{
    form->hide();
    local->hide();
    second->show();
    second->begin();
}

void SignInPage::Private::askForPassword()
{
    second->hide();
    form->show();
    local->show();
    form->setFocus();
}

SignInPage::SignInPage(core::Sessions &sessions, core::BrowserSignIn &browser, core::LocalGateway &local,
                       const core::CredentialStore &credentials, QWidget *parent)
    : QWidget(parent), d(std::make_unique<Private>())
{
    d->form = new SignInForm(sessions, browser, keptWhere(credentials));
    d->second = new SecondFactorForm(sessions);
    d->second->hide();
    d->local = new LocalGatewayPanel(sessions, local);
    d->watch = new Button(tr("Watch keys of another provider…"));
    d->back = new Button(tr("Back to the keys"));
    d->back->hide();

    auto *title = new PlainLabel(u"Keysteward"_s, TextRole::PageTitle);
    auto font = title->font();
    font.setPixelSize(22);
    font.setWeight(QFont::Bold);
    title->setFont(font);

    auto *column = new QWidget;
    column->setFixedWidth(columnWidth);
    auto *lines = new QVBoxLayout(column);
    lines->setContentsMargins({});
    lines->setSpacing(spacing::medium);
    auto *head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(title);
    head->addWidget(
        new PlainLabel(tr("The keys of your organizations, in one place."), TextRole::Body, PlainLabel::Colour::Muted));
    lines->addLayout(head);
    lines->addWidget(d->form);
    lines->addWidget(d->second);
    lines->addWidget(d->local);
    lines->addWidget(d->watch);
    lines->addWidget(d->back);

    // Centred by stretches and not by an alignment: aligned, the column would be given the height that its lines need
    // at the width of the whole window.
    auto *middle = new QWidget;
    auto *across = new QHBoxLayout;
    across->addStretch();
    across->addWidget(column);
    across->addStretch();
    auto *centred = new QVBoxLayout(middle);
    centred->addStretch();
    centred->addLayout(across);
    centred->addStretch();
    auto *area = new ScrollArea(middle);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(area);
    setFocusProxy(d->form);

    connect(d->form, &SignInForm::signedIn, this, &SignInPage::signedIn);
    connect(d->form, &SignInForm::secondFactorWanted, this, [this] { d->askForSecondFactor(); });
    connect(d->second, &SecondFactorForm::left, this, [this] { d->askForPassword(); });
    connect(d->second, &SecondFactorForm::signedIn, this, [this](const QString &accountId) {
        d->askForPassword();
        Q_EMIT signedIn(accountId);
    });
    connect(d->local, &LocalGatewayPanel::signedIn, this, &SignInPage::signedIn);
    connect(d->local, &LocalGatewayPanel::busyChanged, d->form, &QWidget::setDisabled);
    connect(d->form, &SignInForm::busyChanged, d->local, &QWidget::setDisabled);
    connect(d->watch, &QPushButton::clicked, this, &SignInPage::watchWanted);
    connect(d->back, &QPushButton::clicked, this, &SignInPage::cancelled);
}

SignInPage::~SignInPage() = default;

void SignInPage::prefill(const QString &gateway, const QString &email)
{
    d->form->prefill(gateway, email);
}

void SignInPage::startDemo()
{
    d->local->startDemo();
}

void SignInPage::setCancellable(bool cancellable)
{
    d->back->setVisible(cancellable);
}

} // namespace ui
