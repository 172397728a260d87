// An entry of `dunning log`: written whole in its own transaction, and said in one line.
#pragma once

#include <string>

#include "cli/session.h"

namespace dunning::cli {

// `write` puts it into the ledger and says what it was.
template <class Write>
int write_entry(Session& session, const Write& write) {
    Ledger& ledger = session.ledger(Access::write);
    auto transaction = ledger.begin_write();
    const std::string line = write(ledger);
    if (session.options().dry_run) {
        session.say(line + " (not written)");
    } else {
        transaction.commit();
        session.say(line);
    }
    return done;
}

}  // namespace dunning::cli
