// The mail server of tests/servers, as a process beside the sweep.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>

namespace dunning::kill_test {

class MailServer {
  public:
    // `script`: where mail_server.py lies. Returns when it listens.
    explicit MailServer(const std::string& script);
    ~MailServer();
    MailServer(const MailServer&) = delete;
    MailServer& operator=(const MailServer&) = delete;

    int port() const { return port_; }
    int taken() const;  // messages that it has said it takes

  private:
    std::filesystem::path folder_;
    pid_t process_ = 0;
    int input_ = -1;
    int port_ = 0;
};

}  // namespace dunning::kill_test
