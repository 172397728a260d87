// What delivery would find at a moment, before anything is written: for a rehearsal.
//
// The contact rules are asked when a message goes out, not when it is decided about, so a dry run
// that names a moment asks them as the run of that moment would: first of what is queued, then of
// tonight's notices, each counting for the caps of those after it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/notice.h"
#include "ledger/ledger.h"

namespace dunning {

struct Policy;

// A document that would not go out at that moment.
struct ForeseenWait {
    Channel channel = Channel::email;
    std::string rule;
    std::string detail;
    // From when on it may go, as the customer's clock shows it; none: the notice would be taken
    // back.
    std::optional<std::string> until = {};
};

struct ForeseenDocument {
    std::string notice;  // "N000003"
    std::string customer;
    Channel channel = Channel::email;
    std::string to;
    std::optional<ForeseenWait> wait = {};
    std::optional<std::string> taken_back = {};  // why the night would take the notice back
};

class ForeseenDelivery {
  public:
    // All must outlive it.
    ForeseenDelivery(const Ledger& ledger, const Policy& policy, Date as_of, Instant moment);

    // What earlier nights have left in the queue. REQUIRES: asked once, before any notice.
    std::vector<ForeseenDocument> queue();
    // Of a notice that has no draft yet, in the order in which they are decided. What a person has
    // to approve first does not go out tonight, and waits for no rule.
    std::vector<ForeseenWait> waits(const Notice& notice);

  private:
    std::optional<ForeseenWait> wait_of(const std::string& customer, Channel channel);

    const Ledger& ledger_;
    const Policy& policy_;
    Date as_of_;
    Instant moment_;
    std::map<std::string, std::vector<ContactEvent>> gone_out_ = {};  // by customer, until now
};

}  // namespace dunning
