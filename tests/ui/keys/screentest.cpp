#include "tests/ui/keys/screentest.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace test {

void ScreenTest::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_rig = std::make_unique<ActionRig>();
    m_rig->watched = watchedKeys();
    QVERIFY(m_rig->start());
    openScreen();
}

void ScreenTest::cleanup()
{
    m_screen.reset();
    m_following.reset();
    m_rig.reset();
}

void ScreenTest::openScreen()
{
    m_screen.reset();
    m_following = std::make_unique<Following>(*m_rig->desk);
    m_screen = makeScreen();
}

void ScreenTest::show(qint64 organization, const QSize &size)
{
    m_screen->resize(size);
    m_screen->setOrganization(organization);
    m_screen->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_screen.get()));
}

} // namespace test
