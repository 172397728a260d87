// The servers of tests/servers as processes of a test: started on a free port of this machine,
// ended with the object.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace dunning::channel_test {

using testing::TemporaryFolder;

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& text);

class Server {
  public:
    // `script`: "mail_server.py". Returns when it listens.
    explicit Server(const std::string& script, const std::vector<std::string>& options = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const { return port_; }
    const std::filesystem::path& folder() const { return folder_.path(); }
    void end();  // from now on nobody listens on its port

  private:
    TemporaryFolder folder_;
    pid_t process_ = 0;
    int input_ = -1;
    int port_ = 0;
};

struct TakenMail {
    std::string from;
    std::string to;
    std::string message;
};

class MailServer : public Server {
  public:
    explicit MailServer(const std::vector<std::string>& options = {})
        : Server("mail_server.py", options) {}
    // What it has said it takes, in the order in which it came.
    std::vector<TakenMail> taken() const;
    // How often each recipient's address was given to it.
    int asked_for(const std::string& recipient) const;
    int connections() const;
    void mood(const std::string& word) const { write_file(folder() / "mood", word); }
};

class SmsGateway : public Server {
  public:
    SmsGateway() : Server("sms_gateway.py") {}
    std::vector<std::string> requests() const;
};

// A key and a certificate for 127.0.0.1 that nobody has signed but itself.
struct Certificate {
    Certificate();
    TemporaryFolder folder;
    std::string file;
    std::string key;
};

}  // namespace dunning::channel_test
