#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>

namespace gateway::api {

//! The repeatable requests that are being worked on at this moment. For any thread.
class UnderWay {
public:
    //! Holds its place until destroyed; not later than the UnderWay.
    class Place {
    public:
        Place(UnderWay &owner, std::string name) : m_owner(owner), m_name(std::move(name)) {}
        ~Place()
        {
            const std::lock_guard lock(m_owner.m_mutex);
            m_owner.m_names.erase(m_name);
        }
        Place(const Place &) = delete;
        Place &operator=(const Place &) = delete;

    private:
        UnderWay &m_owner;
        std::string m_name;
    };

    //! Null where a request of that name is under way.
    std::unique_ptr<Place> begin(const std::string &name)
    {
        const std::lock_guard lock(m_mutex);
        return m_names.insert(name).second ? std::make_unique<Place>(*this, name) : nullptr;
    }

private:
    std::mutex m_mutex;
    std::unordered_set<std::string> m_names;
};

} // namespace gateway::api
