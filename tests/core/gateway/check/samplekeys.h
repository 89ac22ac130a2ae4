#pragma once

#include "core/base/crypto.h"
#include "core/domain/keytoken.h"
#include "core/gateway/check/checker.h"

#include <string>
#include <vector>

namespace test {

inline gateway::check::ProfileFacts sampleProfile()
{
    gateway::check::ProfileFacts profile;
    profile.id = "sample";
    profile.scopes = {"contacts:read", "contacts:write", "users:manage"};
    profile.routes = {{"GET", "/api/v1/contacts", "contacts:read"},
                      {"GET", "/api/v1/contacts/{id}", "contacts:read"},
                      {"POST", "/api/v1/contacts", "contacts:write"},
                      {"DELETE", "/api/v1/users/{id}", "users:manage"},
                      {"GET", "/{tenant}/api/v1/getContacts", "contacts:read"}};
    profile.headers = {"sample-api-key"};
    return profile;
}

//! A key that was never seen before, with its secret.
struct SampleKey {
    explicit SampleKey(const gateway::check::Checker &checker, std::string id = "key-1")
        : secret(keytoken::generate("ks_"))
    {
        facts.id = std::move(id);
        facts.organizationId = "org-1";
        facts.organizationName = "Acme \"East\"";
        facts.name = "Robot";
        facts.hint = "ks_…";
        facts.profileId = "sample";
        facts.scopes = {"contacts:read"};
        facts.hash = checker.hashOf(secret);
    }
    std::string secret;
    gateway::check::KeyFacts facts;
};

} // namespace test
