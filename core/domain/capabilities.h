#pragma once

#include <QString>

namespace core {

//! What kind of server an account is at.
enum class BackendKind {
    Gateway,    //!< speaks our contract
    BetterAuth, //!< a server with better-auth and its API key plugin
    Watched     //!< none: keys of providers that only their own web page can change, watched from this machine
};
BackendKind backendKindFrom(QStringView word); //!< anything unknown is a Gateway
QString wordFor(BackendKind kind);

//! What can be done through one backend, whatever the person's role: what is not in here is absent from the window, or
//! explained in a sentence, and never a button that fails.
struct Capabilities {
    enum class Creation { None, Here, Registered }; //!< Registered: made elsewhere, and told to us
    enum class Scopes {
        None,
        Labels, //!< noted here; the provider decides what the key can do
        Fixed,  //!< every new key gets the same, and none can be changed
        Free    //!< chosen key by key
    };
    enum class Expiry {
        None,
        Local, //!< noted here, for reminders; the key itself goes on
        Server
    };
    enum class Rotation {
        None,
        Manual,   //!< the new key is made elsewhere, step by step
        Emulated, //!< a second key is made, and the old one is revoked by the admin when all have switched
        Overlap   //!< the server ends the old key by itself
    };

    Creation creation = Creation::Here;
    Scopes scopes = Scopes::Free;
    Expiry expiry = Expiry::Server;
    Rotation rotation = Rotation::Overlap;
    bool renames = true;
    bool keepsNotes = true;
    bool disables = true;
    bool revokes = true;
    bool endsElsewhere = false; //!< to revoke is to note that a person ended the key where it was made
    bool tellsLastUse = true;
    bool tellsCreator = true;
    bool tellsActivity = true; //!< the list of calls and changes
    bool countsCalls = true;   //!< how many calls there were, and whose
    bool streams = true;
    bool probes = true;         //!< a key with its secret can be asked whether it works
    bool findsByHash = true;    //!< a found secret can be looked up
    bool confirms = true;       //!< asks for the password again where much is at stake
    bool repeats = true;        //!< a request whose answer was lost may be sent again: it is known, and not done twice
    bool tellsTokenUse = true;  //!< whether the person's personal token is in use, and ends it
    bool remembersEnded = true; //!< keys that expired or were revoked stay in its lists
    int longestName = 100;      //!< characters

    bool showsCalls() const { return tellsActivity && countsCalls; }
    bool operator==(const Capabilities &) const = default;
};

} // namespace core
