// The transports of a book: which one carries the documents of each channel, as the policy says it.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/book.h"
#include "channel/channel.h"

namespace dunning {

class Transports {
  public:
    // REQUIRES: the book outlives them. Nothing is opened or asked for until a document goes out.
    // `day`: of the run.
    Transports(const Book& book, Date day);
    // The same one for the whole run. Tasks for our own people go to the outbox in every case.
    Transport& carrier_of(Channel channel);
    // What a killed run left in the outbox that is no document. REQUIRES: the lock is held.
    void remove_leftovers() const;

  private:
    std::unique_ptr<Transport> make(Channel channel) const;

    const Book& book_;
    Date day_;
    std::map<Channel, std::unique_ptr<Transport>> transports_;
};

}  // namespace dunning
