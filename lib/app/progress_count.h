// Tells a person who waits how far it is: now and then, because each row would take longer than the
// row itself.
#pragma once

#include <cstddef>
#include <functional>

namespace dunning {

using OnProgress = std::function<void(std::size_t count)>;

class ProgressCount {
  public:
    // REQUIRES: `tell` outlives this; it may be empty.
    explicit ProgressCount(const OnProgress& tell) : tell_(tell) {}

    void one_more() {
        constexpr std::size_t now_and_then = 4096;
        if (++count_ % now_and_then == 0 && tell_) tell_(count_);
    }

  private:
    const OnProgress& tell_;
    std::size_t count_ = 0;
};

}  // namespace dunning
