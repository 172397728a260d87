// Transports that start a program for each document: sendmail, and any command for text messages
// and letters.
//
// The document is its standard input. What its status means, after sysexits.h:
//
//   0            delivered
//   75, 68       not delivered, the next run tries again (EX_TEMPFAIL, EX_NOHOST)
//   65, 67       not delivered, and no further attempt would be (EX_DATAERR, EX_NOUSER)
//   64 to 78 otherwise, or it cannot be started: nothing was delivered, and nothing else will be in
//                this run: the program or its service is not in order
//   any other, a signal, or its time was over: nobody knows, so it is uncertain
#pragma once

#include <string>

#include "channel/channel.h"
#include "channel/program.h"

namespace dunning {

// What lies around every program that is started for a document.
struct ProgramSurroundings {
    std::filesystem::path folder = {};     // where relative paths in the policy begin
    std::vector<std::string> hidden = {};  // variables that it must not see
};

class CommandTransport final : public Transport {
  public:
    CommandTransport(CommandSettings settings, ProgramSurroundings surroundings);
    // The program finds the notice's id in DUNNING_IDEMPOTENCY_KEY, the channel in DUNNING_CHANNEL
    // and the recipient in DUNNING_TO, besides its arguments.
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return settings_.idempotent; }
    std::string name() const override;

  private:
    CommandSettings settings_;
    ProgramSurroundings surroundings_;
};

class SendmailTransport final : public Transport {
  public:
    // `from`: the sender's bare address, of the envelope.
    SendmailTransport(SendmailSettings settings, std::string from,
                      ProgramSurroundings surroundings);
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return false; }
    std::string name() const override;

  private:
    SendmailSettings settings_;
    std::string from_;
    ProgramSurroundings surroundings_;
};

}  // namespace dunning
