// Dice: random numbers from a fixed seed, so that a failed case comes again.
#pragma once

#include <random>
#include <utility>
#include <vector>

namespace dunning::testing {

class Dice {
  public:
    explicit Dice(unsigned seed) : engine_(seed) {}

    int below(int limit) { return static_cast<int>(engine_() % static_cast<unsigned>(limit)); }
    bool one_in(int n) { return below(n) == 0; }
    template <class T>
    const T& pick(const std::vector<T>& list) {
        return list[static_cast<std::size_t>(below(static_cast<int>(list.size())))];
    }
    template <class T>
    void shuffle(std::vector<T>& list) {
        for (std::size_t i = list.size(); i > 1; --i) {
            std::swap(list[i - 1], list[static_cast<std::size_t>(below(static_cast<int>(i)))]);
        }
    }

  private:
    std::mt19937 engine_;
};

}  // namespace dunning::testing
