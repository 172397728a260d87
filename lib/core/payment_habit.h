// How late money usually comes, asked of what is still open: among the invoices that were paid,
// those that had not been paid either when they were as late as this one is now.
//
// The median of these is what is expected of it, so that the expected day always lies ahead, and an
// item that has waited longer than most is not expected tomorrow for ever.
#pragma once

#include <optional>
#include <vector>

namespace dunning {

struct UsualLateness {
    int days = 0;      // after the due day; the middle of two is rounded up
    int invoices = 0;  // that it rests on

    friend bool operator==(const UsualLateness&, const UsualLateness&) = default;
};

class PaymentHabit {
  public:
    // Of invoices paid in full: the days from the due day to the last money; early is negative.
    explicit PaymentHabit(std::vector<int> days_late);

    // Of those paid more than so many days late; nothing when they are fewer than three.
    std::optional<UsualLateness> beyond(int days_late) const;

  private:
    std::vector<int> days_late_;  // ascending
};

}  // namespace dunning
