#pragma once

#include <QString>
#include <chrono>
#include <string>
#include <vector>

//! How the sample keys are used: what makes their traffic look like that of real programs.

//! A program somewhere that calls with a key.
struct SampleCaller {
    std::string address;
    std::string agent;
};

enum class Rhythm {
    Office,   //!< working hours, little at night and on weekends
    Steady,   //!< day and night, more in working hours
    Nightly,  //!< for some minutes in the night
    Campaign, //!< for some minutes twice a working day, now and then faster than allowed
    Probing   //!< some nights, for scopes that the key lacks
};

struct Habit {
    QString key;  //!< the name of a sample key
    double share; //!< of its organization's calls, beside the others'
    Rhythm rhythm;
    std::vector<SampleCaller> callers; //!< the first ones call more
    int scopesInUse = 0;               //!< how many of the key's, from the first on; 0: all
    double astray = 0;                 //!< the part of the calls that wants a scope which the key lacks
    int insistsDays = 0;               //!< how long it is called after its end
};

const std::vector<Habit> &habits();
//! Null where the key is not used.
const Habit *habitOf(const QString &key);

//! How much is called in the hour that begins then, beside other hours. \a time: milliseconds since 1970.
double busyness(Rhythm rhythm, qint64 time);
//! In how much of an hour that happens.
std::chrono::milliseconds within(Rhythm rhythm);
//! Whether a campaign calls faster than allowed on that day.
bool isRushed(qint64 time);
