#include "app/compose_ahead.h"

#include <algorithm>
#include <utility>

#include "app/clock.h"
#include "render/notice_documents.h"

namespace dunning {

ComposeAhead::ComposeAhead(const Policy& policy, const TemplateSet& templates, Write write)
    : policy_(policy), templates_(templates), write_(std::move(write)) {}

void ComposeAhead::add(DraftedNotice notice) {
    next_.push_back(std::move(notice));
    if (next_.size() < notices_at_once) return;
    const Notices composed = composing_.valid() ? composing_.get() : Notices();
    composing_ =
        std::async(std::launch::async, [this, notices = std::exchange(next_, {})]() mutable {
            return compose(std::move(notices));
        });
    write(composed);
}

void ComposeAhead::finish() {
    if (composing_.valid()) write(composing_.get());
    write(compose(std::exchange(next_, {})));
}

ComposeAhead::Notices ComposeAhead::compose(Notices notices) const {
    for (DraftedNotice& each : notices) {
        each.documents =
            compose_documents({.id = notice_code(each.id),
                               .notice = each.notice,
                               .customer = each.customer,
                               .policy = policy_,
                               .dated = begin_of_day(each.notice.date, policy_.book.timezone)},
                              templates_);
    }
    return notices;
}

void ComposeAhead::write(const Notices& notices) const {
    std::ranges::for_each(notices, write_);
}

}  // namespace dunning
