// A transport that keeps what it was given: how often each document of each notice was delivered.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "channel/channel.h"

namespace dunning::simulation {

using DocumentKey = std::pair<std::string, Channel>;  // the notice's id, and over which channel

// Like the outbox directory it knows what it has already. A derived transport fails or forgets.
class RecordingTransport : public Transport {
  public:
    Delivery deliver(const Parcel& parcel) override {
        const DocumentKey name{parcel.key, parcel.document.channel};
        parcel.before_the_last_byte();
        if (bytes_.contains(name)) return {DeliveryOutcome::already_there, "there already"};
        take(name, parcel.document.bytes);
        return {DeliveryOutcome::sent, "taken"};
    }
    bool repeating_is_safe() const override { return true; }
    std::size_t largest_group() const override { return 100; }
    std::string name() const override { return "the recording"; }

    const std::map<DocumentKey, int>& counts() const { return counts_; }
    const std::map<DocumentKey, std::string>& bytes() const { return bytes_; }

  protected:
    void take(const DocumentKey& name, const std::string& bytes) {
        ++counts_[name];
        bytes_[name] = bytes;
    }

  private:
    std::map<DocumentKey, int> counts_;
    std::map<DocumentKey, std::string> bytes_;
};

// For every channel this one.
inline auto by(Transport& transport) {
    return [&transport](Channel) -> Transport& { return transport; };
}

}  // namespace dunning::simulation
