// The office: what people record by day. Half of it is wise, half is not; the ledger takes what it
// takes, and the world keeps exactly that.
#pragma once

#include "app/book.h"
#include "simulation/world.h"
#include "support/dice.h"

namespace dunning::simulation {

class Office {
  public:
    explicit Office(unsigned seed) : dice_(seed) {}

    // One day's work.
    void work(Ledger& ledger, const Policy& policy, World& world, Date day);

  private:
    void hold(Ledger& ledger, World& world, Date day);
    void dispute(Ledger& ledger, World& world, Date day);
    void promise(Ledger& ledger, World& world, Date day);
    void end_one(Ledger& ledger, World& world, Date day);
    void propose(Ledger& ledger, const Policy& policy, World& world, Date day);
    void decide_plan(Ledger& ledger, const Policy& policy, World& world, Date day);
    void talk(Ledger& ledger, World& world, Date day);
    void look_at_notices(Ledger& ledger, Date day);
    void record(Ledger& ledger, World& world, PauseRecord pause, Date day);
    const Invoice* some_overdue(const World& world, Date day);

    testing::Dice dice_;
};

}  // namespace dunning::simulation
