#include "ui/kit/dialog.h"

#include "ui/kit/button.h"
#include "ui/kit/noticebar.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/scrollarea.h"
#include "ui/kit/words.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>
#include <QScreen>
#include <QShowEvent>
#include <QTimer>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

//! The row of buttons, set off from the form by a line.
class Footer final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Tokens &tokens = tokensFor(palette());
        QPainter painter(this);
        painter.fillRect(rect(), tokens.window);
        painter.fillRect(QRect(0, 0, width(), 1), tokens.line);
    }
};

//! Scrolls the form where the screen is too small for it; otherwise it is as large as the form.
class FormArea final : public ScrollArea {
public:
    explicit FormArea(QWidget *form) : ScrollArea(form)
    {
        // Tab scrolls by itself; a focus that assistive technology or the program sets does not.
        connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
            if (now != nullptr && widget()->isAncestorOf(now))
                ensureWidgetVisible(now);
        });
    }
    QSize sizeHint() const override
    {
        const QSize form = widget()->sizeHint();
        const int across = std::max(width(), form.width());
        return {form.width(), widget()->hasHeightForWidth() ? widget()->heightForWidth(across) : form.height()};
    }
    QSize minimumSizeHint() const override { return {widget()->minimumSizeHint().width(), 120}; }
};

//! Tab comes to the buttons after all of the form, and from left to right, whatever was made first.
void putBehind(QWidget &form, const QLayout &buttons)
{
    QWidget *last = nullptr;
    for (auto *each = form.nextInFocusChain(); each != &form; each = each->nextInFocusChain()) {
        if (form.isAncestorOf(each) && each->focusPolicy() != Qt::NoFocus)
            last = each;
    }
    for (int i = 0; i < buttons.count(); ++i) {
        auto *button = qobject_cast<QPushButton *>(buttons.itemAt(i)->widget());
        if (button == nullptr)
            continue;
        if (last != nullptr)
            QWidget::setTabOrder(last, button);
        last = button;
    }
}

bool canBeUsed(const QWidget &widget)
{
    return widget.isVisible() && widget.isEnabled();
}

//! Null: nothing of it takes the keyboard.
QWidget *firstUsable(const QWidget &form)
{
    for (auto *each = form.nextInFocusChain(); each != &form; each = each->nextInFocusChain()) {
        if (form.isAncestorOf(each) && canBeUsed(*each) && (each->focusPolicy() & Qt::TabFocus))
            return each;
    }
    return nullptr;
}

} // namespace

Dialog::Dialog(const QString &name, QWidget *parent)
    : QDialog(parent),
      m_heading(new PlainLabel({}, TextRole::DialogTitle)),
      m_sentence(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Muted)),
      m_remark(new PlainLabel({}, TextRole::Body, PlainLabel::Colour::Warning)),
      m_failure(new NoticeBar),
      m_form(new QWidget),
      m_body(new QVBoxLayout),
      m_buttons(new QHBoxLayout)
{
    setWindowTitle(name);
    setAccessibleName(name);
    setWindowModality(Qt::WindowModal);
    m_form->setAutoFillBackground(true);
    m_form->setBackgroundRole(QPalette::Base);

    m_heading->setWordWrap(true);
    m_sentence->setWordWrap(true);
    m_remark->setWordWrap(true);
    m_remark->hide();
    auto *form = new QVBoxLayout(m_form);
    form->setContentsMargins(22, spacing::large, 22, spacing::large);
    form->setSpacing(spacing::medium);
    auto *head = new QVBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_heading);
    head->addWidget(m_sentence);
    head->addWidget(m_remark);
    form->addLayout(head);
    m_body->setSpacing(spacing::medium);
    form->addLayout(m_body);
    form->addWidget(m_failure);
    form->addStretch(1);

    auto *footer = new Footer;
    footer->setLayout(m_buttons);
    m_buttons->setContentsMargins(22, spacing::medium, 22, spacing::medium);
    m_buttons->setSpacing(spacing::small);
    m_buttons->addStretch(1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_area = new FormArea(m_form);
    m_area->setBackgroundRole(QPalette::Base); // beside the scroll bar, too
    m_area->setAutoFillBackground(true);
    layout->addWidget(m_area, 1);
    layout->addWidget(footer);
    m_form->installEventFilter(this);
    setMinimumWidth(440);
}

void Dialog::setHeading(const QString &heading, const QString &sentence)
{
    m_heading->setUntrusted(heading);
    m_sentence->setUntrusted(sentence, 1000);
    m_sentence->setVisible(!sentence.isEmpty());
}

void Dialog::setRemark(const QString &text)
{
    m_remark->setUntrusted(text);
    m_remark->setVisible(!text.isEmpty());
}

Button *Dialog::addPrimary(const QString &text, bool danger)
{
    auto *button = new Button(text, danger ? Button::Look::Danger : Button::Look::Primary);
    m_buttons->addWidget(button);
    button->setDefault(true); // of this dialog: before, it would not come back once Tab has left the button
    return button;
}

Button *Dialog::addSecondary(const QString &text)
{
    auto *button = new Button(text);
    m_buttons->insertWidget(m_stretchAt + 1, button);
    return button;
}

Button *Dialog::addEnding(const QString &text)
{
    auto *endIt = addPrimary(text, true);
    auto *cancel = addSecondary(tr("Cancel"));
    connect(cancel, &QPushButton::clicked, this, &Dialog::reject);
    cancel->setFocus();
    return endIt;
}

Button *Dialog::addLeading(const QString &text)
{
    auto *button = new Button(text);
    m_buttons->insertWidget(m_stretchAt, button);
    ++m_stretchAt;
    return button;
}

PlainLabel *Dialog::addHint()
{
    auto *hint = new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted);
    hint->setObjectName(u"missing"_s);
    hint->setWordWrap(true);
    delete m_buttons->takeAt(m_stretchAt); // it takes the free room
    m_buttons->insertWidget(m_stretchAt, hint, 1);
    return hint;
}

void Dialog::setPending(bool pending)
{
    if (m_pending == pending)
        return;
    m_pending = pending;
    if (pending) {
        m_focused = focusWidget();
        clearFailure();
    }
    m_form->setEnabled(!pending);
    for (int i = 0; i < m_buttons->count(); ++i) {
        if (QWidget *button = m_buttons->itemAt(i)->widget())
            setButtonHeld(*button, pending);
    }
    if (!pending)
        giveFocusBack();
}

//! To what had it, or, where that is gone or held meanwhile, to the first in the form that can be used.
void Dialog::giveFocusBack()
{
    if (m_focused == nullptr)
        return;
    QWidget *to = canBeUsed(*m_focused) ? m_focused.data() : firstUsable(*m_form);
    if (to != nullptr)
        to->setFocus();
}

//! Buttons that a form keeps disabled for reasons of its own stay so after the pending state.
void Dialog::setButtonHeld(QWidget &button, bool held)
{
    if (held) {
        if (button.isEnabled()) {
            button.setEnabled(false);
            m_held.append(&button);
        }
    } else if (m_held.removeOne(&button)) {
        button.setEnabled(true);
    }
}

core::Async<> Dialog::ask()
{
    setAttribute(Qt::WA_DeleteOnClose);
    const core::Settle<> settle;
    connect(this, &QDialog::finished, this, [settle](int result) {
        settle(result == QDialog::Accepted ? core::Result<>() : core::Error{core::Error::Kind::Cancelled});
    });
    open();
    return settle.operation();
}

void Dialog::showFailure(const core::Error &error)
{
    setPending(false);
    const QString words = words::message(error);
    if (words.isEmpty()) {
        clearFailure();
        return;
    }
    m_failure->show(NoticeBar::Look::Bad, words);
    QTimer::singleShot(0, m_failure, [this] { m_area->ensureWidgetVisible(m_failure); });
}

void Dialog::clearFailure()
{
    m_failure->dismiss();
}

void Dialog::failed(const core::Error &error)
{
    showFailure(error);
}

void Dialog::reject()
{
    if (!m_pending)
        QDialog::reject();
}

void Dialog::showEvent(QShowEvent *event)
{
    putBehind(*m_form, *m_buttons);
    if (!event->spontaneous()) // Qt guesses the height without the width that the words are wrapped at
        resize(width(), fittingHeight(width()));
    QDialog::showEvent(event);
}

bool Dialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_form && event->type() == QEvent::LayoutRequest && isVisible())
        QTimer::singleShot(0, this, [this] { grow(); });
    return QDialog::eventFilter(watched, event);
}

//! As high as the form and the buttons need it, and no higher than the screen allows.
int Dialog::fittingHeight(int width) const
{
    int high = m_area->wholeHeight(width);
    for (int i = 0; i < layout()->count(); ++i) {
        const QLayoutItem *item = layout()->itemAt(i);
        if (item->widget() != m_area && !item->isEmpty())
            high += item->hasHeightForWidth() ? item->heightForWidth(width) : item->sizeHint().height();
    }
    return std::min(high, screen()->availableGeometry().height() - 60);
}

//! With the form: an error line, a choice that opens more.
void Dialog::grow()
{
    const int wanted = std::max(width(), sizeHint().width());
    const int high = fittingHeight(wanted);
    if (high > height())
        resize(wanted, high);
    // The bar narrows the form, which may wrap a line more by that and so keep the bar that it has room to do without.
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
}

} // namespace ui
