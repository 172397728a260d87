// Notices on their way into the ledger: composed on another thread, while those before them are
// written and those after them decided about.
//
// Composing asks nothing of the ledger, which belongs to one thread, and takes about half of a
// night. A few notices go together, because a thread of its own for each would cost more than it
// spares; no more than two times so many are in memory.
#pragma once

#include <functional>
#include <future>
#include <vector>

#include "core/notice.h"
#include "core/party.h"
#include "core/policy.h"
#include "ledger/ledger.h"
#include "render/template_set.h"

namespace dunning {

struct DraftedNotice {
    RowId id = 0;
    Notice notice;
    Customer customer;
    std::vector<Document> documents = {};
};

class ComposeAhead {
  public:
    // Called on the thread of add() and finish(), in the order in which the notices were added.
    using Write = std::function<void(const DraftedNotice&)>;

    // `policy` and `templates` must outlive it.
    ComposeAhead(const Policy& policy, const TemplateSet& templates, Write write);

    void add(DraftedNotice notice);
    // Writes all that is left. What was added and not written before an exception is dropped.
    void finish();

  private:
    using Notices = std::vector<DraftedNotice>;
    static constexpr std::size_t notices_at_once = 16;

    Notices compose(Notices notices) const;
    void write(const Notices& notices) const;

    const Policy& policy_;
    const TemplateSet& templates_;
    const Write write_;
    Notices next_;
    std::future<Notices> composing_;  // the last member: it ends before what it reads is gone
};

}  // namespace dunning
