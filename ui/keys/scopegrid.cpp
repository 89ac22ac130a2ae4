#include "ui/keys/scopegrid.h"

#include "core/base/text.h"
#include "ui/keys/dialogcontext.h"
#include "ui/keys/scopetable.h"
#include "ui/kit/plainlabel.h"
#include "ui/kit/words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QTextDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

enum Preset { LeastPrivilege, ReadOnly, Everything, FirstExample };
constexpr qsizetype mostScopes = 300; // a real profile has a dozen; a hostile gateway must not freeze the window

//! Profiles whose scopes are single words have no actions to make columns of: each scope is a row.
bool isPlainList(const QList<core::Scope> &scopes)
{
    return std::none_of(scopes.begin(), scopes.end(),
                        [](const core::Scope &scope) { return scope.name.contains(u':'); });
}

QString columnTitle(const QString &action)
{
    return action.isEmpty() ? action : action.left(1).toUpper() + action.mid(1);
}

bool isHeld(const QStringList &held, const core::Scope &scope)
{
    return held.contains(scope.name);
}

} // namespace

ScopeGrid::ScopeGrid(QWidget *parent)
    : QWidget(parent),
      m_presets(new QComboBox(this)),
      m_table(new ScopeTable(this)),
      m_line(new PlainLabel({}, TextRole::Small, PlainLabel::Colour::Muted, this))
{
    m_presets->setObjectName(u"startFrom"_s);
    m_presets->setAccessibleName(tr("Start from"));
    m_presets->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_presets->setMinimumContentsLength(16);
    m_line->setObjectName(u"scopeLine"_s);
    m_line->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long name must not widen the dialog
    m_line->setWordWrap(true);

    auto *heading = new QHBoxLayout;
    heading->addWidget(new PlainLabel(tr("Scopes"), TextRole::Strong));
    heading->addStretch();
    auto *startFrom = new PlainLabel(tr("Start from"), TextRole::Body, PlainLabel::Colour::Muted);
    startFrom->setBuddy(m_presets);
    heading->addWidget(startFrom);
    heading->addWidget(m_presets);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(spacing::hair);
    layout->addLayout(heading);
    layout->addWidget(m_table);
    layout->addWidget(m_line);
    // `activated` and not the change of the index: the same preset chosen again starts anew.
    connect(m_presets, &QComboBox::activated, this, &ScopeGrid::startFrom);
    setExamples({});
    rebuild();
}

void ScopeGrid::setScopes(const QList<core::Scope> &scopes)
{
    if (scopes == m_scopes)
        return;
    const auto before = chosen();
    m_scopes = scopes.first(qMin(scopes.size(), mostScopes));
    rebuild();
    choose(before);
}

void ScopeGrid::setExamples(const QList<core::Key> &keys)
{
    m_examples = keys;
    m_presets->clear();
    m_presets->addItem(tr("Least privilege"));
    m_presets->addItem(tr("Read only"));
    m_presets->addItem(tr("Everything I may grant"));
    for (const auto &key : keys)
        m_presets->addItem(tr("Like “%1”").arg(shownName(key.name)));
}

void ScopeGrid::setHeld(const QStringList &scopes)
{
    const auto before = chosen();
    m_held = scopes;
    rebuild();
    choose(before);
}

QStringList ScopeGrid::choose(const QStringList &scopes)
{
    for (auto *box : std::as_const(m_boxes))
        box->setChecked(false);
    QStringList refused;
    for (const auto &name : scopes) {
        auto *box = m_boxes.value(name);
        if (box && box->property("choosable").toBool())
            box->setChecked(true);
        else
            refused += name;
    }
    refresh();
    return refused;
}

QStringList ScopeGrid::chosen() const
{
    QStringList names;
    const auto add = [&](const QString &name) {
        const auto *box = m_boxes.value(name);
        if (box && box->isChecked() && !names.contains(name))
            names += name;
    };
    for (const auto &scope : m_scopes)
        add(scope.name);
    for (const auto &name : m_held)
        add(name);
    return names;
}

void ScopeGrid::setError(const QString &error)
{
    m_error = error;
    refresh();
}

bool ScopeGrid::mayChoose(const core::Scope &scope) const
{
    return scope.grantable || isHeld(m_held, scope);
}

void ScopeGrid::rebuild()
{
    m_boxes.clear();
    m_table->clear();
    auto scopes = m_scopes;
    for (const auto &name : m_held.first(qMin(m_held.size(), mostScopes))) {
        const bool offered =
            std::any_of(scopes.begin(), scopes.end(), [&](const core::Scope &scope) { return scope.name == name; });
        if (!offered)
            scopes += core::Scope{
                name, name.section(u':', 0, 0), name.section(u':', 1), tr("No longer offered"), core::Risk::Low, false};
    }
    m_presets->setEnabled(!scopes.isEmpty());
    if (scopes.isEmpty()) {
        m_table->addSentence(tr("Reading what this organization offers…"));
    } else if (isPlainList(scopes)) {
        m_table->setHeader({tr("Scope"), tr("Allow")});
        for (const auto &scope : scopes)
            m_table->setCell(m_table->addRow(scope.name, scope.description), 1, cellFor(scope));
    } else {
        fillTable(scopes);
    }
    // They were made after all that stands below them.
    QWidget *previous = m_presets;
    for (const auto &scope : std::as_const(scopes)) {
        auto *box = m_boxes.value(scope.name);
        setTabOrder(previous, box);
        previous = box;
    }
    refresh();
}

void ScopeGrid::fillTable(const QList<core::Scope> &scopes)
{
    QStringList resources;
    QStringList actions;
    QHash<QString, QStringList> help;
    for (const auto &scope : scopes) {
        if (!resources.contains(scope.resource))
            resources += scope.resource;
        if (!actions.contains(scope.action))
            actions += scope.action;
        help[scope.resource] += scope.description;
    }
    QStringList header{tr("Resource")};
    for (const auto &action : std::as_const(actions))
        header += columnTitle(action);
    m_table->setHeader(header);
    for (const auto &resource : std::as_const(resources))
        m_table->addRow(resource, help[resource].join(u" · "_s));
    for (const auto &scope : scopes)
        m_table->setCell(int(resources.indexOf(scope.resource)) + 1, int(actions.indexOf(scope.action)) + 1,
                         cellFor(scope));
}

QWidget *ScopeGrid::cellFor(const core::Scope &scope)
{
    auto *box = boxFor(scope);
    if (scope.risk == core::Risk::Low)
        return box;
    auto *cell = new QWidget;
    auto *row = new QHBoxLayout(cell);
    row->setContentsMargins({});
    row->setSpacing(spacing::hair);
    row->addWidget(box);
    const bool high = scope.risk == core::Risk::High;
    row->addWidget(new PlainLabel(words::risk(scope.risk), TextRole::Small,
                                  high ? PlainLabel::Colour::Bad : PlainLabel::Colour::Warning));
    return cell;
}

QCheckBox *ScopeGrid::boxFor(const core::Scope &scope)
{
    auto *box = new QCheckBox;
    box->setObjectName(scope.name);
    box->setAccessibleName(core::shown(scope.name, 64));
    box->setProperty("choosable", mayChoose(scope));
    box->setEnabled(mayChoose(scope));
    QString about = core::shown(scope.description, 200);
    if (!mayChoose(scope))
        about = tr("Your role cannot grant this. %1").arg(about);
    else if (scope.risk != core::Risk::Low)
        about = tr("%1 (risk: %2)").arg(about, words::risk(scope.risk));
    box->setAccessibleDescription(about);
    box->setToolTip(Qt::convertFromPlainText(about, Qt::WhiteSpaceNormal));
    m_boxes.insert(scope.name, box);
    connect(box, &QCheckBox::toggled, this, [this] {
        m_error.clear();
        refresh();
        Q_EMIT changed();
    });
    return box;
}

void ScopeGrid::startFrom(int preset)
{
    QStringList names;
    for (const auto &scope : std::as_const(m_scopes)) {
        const bool wanted = preset == Everything || (preset == ReadOnly && scope.action == u"read");
        if (wanted && scope.grantable)
            names += scope.name;
    }
    if (preset >= FirstExample)
        names = m_examples.value(preset - FirstExample).scopes;
    choose(names);
}

QString ScopeGrid::ungrantable() const
{
    QStringList names;
    for (const auto &scope : m_scopes) {
        if (!scope.grantable)
            names += tr("“%1”").arg(core::shown(scope.name, 64));
    }
    constexpr qsizetype mostNamed = 5;
    if (names.size() > mostNamed)
        return tr("%1 and %2 more").arg(names.first(mostNamed).join(u", "_s)).arg(names.size() - mostNamed);
    return names.join(u", "_s);
}

void ScopeGrid::refresh()
{
    m_line->setColour(m_error.isEmpty() ? PlainLabel::Colour::Muted : PlainLabel::Colour::Bad);
    if (!m_error.isEmpty()) {
        m_line->setUntrusted(m_error);
        return;
    }
    const auto count = chosen().size();
    QString line = count == 0   ? tr("No scope chosen.")
                   : count == 1 ? tr("1 scope chosen.")
                                : tr("%1 scopes chosen.").arg(count);
    const auto refused = ungrantable();
    if (!refused.isEmpty())
        line += u' ' + tr("Your role cannot grant %1.").arg(refused);
    m_line->setText(line);
}

} // namespace ui
