#pragma once

#include "core/gateway/store/owner.h"

#include <QSqlQuery>
#include <array>
#include <map>
#include <unordered_map>
#include <vector>

namespace gateway::store {

class Database;

//! What daily_uses lists.
enum class Aspect { Address = 1, Agent, Scope, Route };
constexpr std::array allAspects{Aspect::Address, Aspect::Agent, Aspect::Scope, Aspect::Route};

//! Of one text on a day, as far as it was counted.
struct Use {
    qint64 requests = 0;
    qint64 firstAt = 0;
    qint64 lastAt = 0;

    void add(const Use &other);
};

//! Where calls came from and what they asked for, by the day. Each list has only so much room: what is called more
//! often takes the place of what is called least, which is added to the day's “everything else”. A text's number is
//! therefore never too high, and too low by the calls from before it was noticed; all numbers of a day add up.
class DailyUses {
public:
    struct Place {
        qint64 day = 0;
        std::size_t aspect = 0; //!< in allAspects
        qint64 text = 0;        //!< 0: everything else
        auto operator<=>(const Place &) const = default;
    };
    using Uses = std::map<Place, Use>;
    struct Entry {
        qint64 text = 0;
        qint64 requests = 0;
    };
    //! What is in the table of an owner on a day.
    struct Listed {
        qint64 day = -1;
        std::array<std::vector<Entry>, allAspects.size()> entries; //!< by text
    };

    explicit DailyUses(Database &database) : m_database(database) {}

    //! Forgets the newcomers.
    void reset();
    //! \a listed: what the same owner's last write left, or nothing. \a most: how long each list may be.
    void write(const Owner &owner, const Uses &uses, Listed &listed, std::size_t most);

private:
    //! Texts that are counted without being listed, with what is in “everything else” of them.
    using Newcomers = std::unordered_map<qint64, Use>;
    using List = std::pair<Owner, std::size_t>;

    void load(const Owner &owner, qint64 day, Listed &listed);
    void insert(const Owner &owner, const Place &place, const Use &use);
    Use remove(const Owner &owner, const Place &place);
    Use writeNewcomer(const Owner &owner, const Place &place, const Use &use, std::vector<Entry> &entries);
    void forgetNewcomers();
    void forgetRare(Newcomers &newcomers, std::size_t most);

    Database &m_database;
    QSqlQuery m_insertion;
    std::map<List, Newcomers> m_newcomers;
    std::size_t m_newcomerCount = 0; //!< of all lists
};

} // namespace gateway::store
