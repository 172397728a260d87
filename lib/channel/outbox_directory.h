// The outbox directory: one file a document, named by the notice's id, in a folder a kind.
//
// A file appears whole or not at all, and once: it is written under a temporary name, synced, and
// linked to its final name, which fails if the name is taken:
// by the same bytes it was delivered before, by others it is refused. So there is no moment at
// which a kill leaves it unknown whether it was handed over. Who takes the files away must keep
// their names out of the outbox until the ledger says "sent", or leave them.
#pragma once

#include <filesystem>
#include <set>

#include "channel/channel.h"
#include "channel/outbox_files.h"

namespace dunning {

class OutboxDirectory final : public Transport {
  public:
    explicit OutboxDirectory(std::filesystem::path directory);
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return true; }
    std::size_t largest_group() const override { return 100; }
    std::optional<Delivery> finish_group() override;
    std::string name() const override { return "the outbox"; }

  private:
    std::filesystem::path directory_;
    SafeFolders folders_ = {};
    std::set<std::filesystem::path> touched_ = {};  // by this group
};

}  // namespace dunning
