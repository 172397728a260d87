// Text messages by HTTP: a POST of {"to", "text", "id"} as JSON to a gateway, with the notice's id
// as Idempotency-Key.
//
//   2xx              delivered
//   408, 429, 5xx    not delivered, the next run tries again
//   other 4xx        not delivered, and no further attempt would be
//   401, 407, 3xx    the gateway does not know us, or is elsewhere: the transport stops for this
//   run
//
// Without an answer it is uncertain, unless the gateway is idempotent. Redirections are not
// followed, and no request is made twice behind our back, so each has a connection of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "channel/channel.h"
#include "core/channel_settings.h"

namespace dunning {

// The body of the request. `text` loses the line end that its file has.
std::string http_body(const Parcel& parcel);

DeliveryOutcome outcome_of_http_status(long status);

class HttpTransport final : public Transport {
  public:
    struct Setup {
        HttpSettings settings;
        std::filesystem::path folder;  // where relative paths in the policy begin
    };
    explicit HttpTransport(Setup setup);
    ~HttpTransport() override;
    Delivery deliver(const Parcel& parcel) override;
    bool repeating_is_safe() const override { return setup_.settings.idempotent; }
    std::string name() const override;

  private:
    struct Gateway;

    Setup setup_;
    std::unique_ptr<Gateway> gateway_;
};

}  // namespace dunning
