// bench_window CACHE: the yardstick. What any Qt Widgets program pays: a menu, a tool bar, a search field, a list and a
// table that reads its rows from SQLite as they are shown. Nothing of the app is in it.
#include <QAbstractTableModel>
#include <QApplication>
#include <QDateTime>
#include <QDockWidget>
#include <QHash>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QMenuBar>
#include <QTableView>
#include <QToolBar>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 256;
constexpr int columns = 6;

class LazyModel : public QAbstractTableModel {
    Q_OBJECT

public:
    explicit LazyModel(const QString &file)
    {
        sqlite3_open_v2(file.toUtf8().constData(), &m_database, SQLITE_OPEN_READONLY, nullptr);
        auto *count = prepared("SELECT count(*) FROM key");
        if (sqlite3_step(count) == SQLITE_ROW)
            m_count = sqlite3_column_int(count, 0);
        sqlite3_finalize(count);
        m_page = prepared(
            "SELECT name, status, hint, scopes, used_at, ends_at FROM key WHERE organization = 1 ORDER BY name_key, id "
            "LIMIT 256 OFFSET ?");
    }
    ~LazyModel() override
    {
        sqlite3_finalize(m_page);
        sqlite3_close(m_database);
    }
    LazyModel(const LazyModel &) = delete;
    LazyModel &operator=(const LazyModel &) = delete;

    int rowCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : m_count; }
    int columnCount(const QModelIndex &parent) const override { return parent.isValid() ? 0 : columns; }
    QVariant data(const QModelIndex &index, int role) const override
    {
        if (role != Qt::DisplayRole)
            return {};
        const auto &page = rows(index.row() / pageSize);
        return page.value(index.row() % pageSize).value(index.column());
    }

private:
    sqlite3_stmt *prepared(const char *sql) const
    {
        sqlite3_stmt *statement = nullptr;
        sqlite3_prepare_v2(m_database, sql, -1, &statement, nullptr);
        return statement;
    }
    const QList<QStringList> &rows(int page) const
    {
        if (const auto known = m_pages.constFind(page); known != m_pages.cend())
            return *known;
        QList<QStringList> rows;
        sqlite3_bind_int(m_page, 1, page * pageSize);
        while (sqlite3_step(m_page) == SQLITE_ROW) {
            QStringList row;
            for (int column = 0; column < columns; ++column)
                row += QString::fromUtf8(reinterpret_cast<const char *>(sqlite3_column_text(m_page, column)));
            row[4] = QDateTime::fromSecsSinceEpoch(row[4].toLongLong()).toString(Qt::ISODate);
            rows += row;
        }
        sqlite3_reset(m_page);
        return *m_pages.insert(page, rows);
    }

    sqlite3 *m_database = nullptr;
    sqlite3_stmt *m_page = nullptr;
    int m_count = 0;
    mutable QHash<int, QList<QStringList>> m_pages;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    LazyModel model(application.arguments().value(1));
    QMainWindow window;
    for (const auto &title : {u"File"_s, u"Edit"_s, u"View"_s, u"Help"_s})
        window.menuBar()->addMenu(title)->addAction(u"Quit"_s, &application, &QCoreApplication::quit);
    auto *bar = window.addToolBar(u"Tools"_s);
    for (const auto &title : {u"New"_s, u"Rotate"_s, u"Revoke"_s, u"Refresh"_s})
        bar->addAction(title);
    bar->addWidget(new QLineEdit);
    auto *dock = new QDockWidget(u"Organizations"_s);
    auto *list = new QListWidget;
    for (int i = 0; i < 50; ++i)
        list->addItem(u"Organization %1"_s.arg(i));
    dock->setWidget(list);
    window.addDockWidget(Qt::LeftDockWidgetArea, dock);
    auto *table = new QTableView;
    table->verticalHeader()->hide();
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->setModel(&model);
    window.setCentralWidget(table);
    window.resize(1280, 800);
    window.show();
    return QApplication::exec();
}

#include "bench_window.moc"
