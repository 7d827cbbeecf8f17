/// Results of compilations, so that no file is compiled twice.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// A directory of files named by what they are the result of. Programs in the sandbox never see it. Several
/// graders may use it at once. Where it cannot be read or written, or an entry is damaged, it behaves as if
/// the entry were not there.
class ObjectCache {
 public:
  struct Entry {
    bool compiled = false;
    std::string bytes;  ///< The object, or the message of the error.
  };

  /// Makes the directory if need be. When it holds more than `max_bytes`, the entries longest unused go,
  /// until half of that is left.
  explicit ObjectCache(std::filesystem::path directory, std::uintmax_t max_bytes = std::uintmax_t{1} << 30);

  std::optional<Entry> find(const std::string& key) const;

  /// Waits until no other grader makes this entry, and then lets no other one, until the descriptor is
  /// closed: of several that need the same result at once, one makes it and the others find() it. Where files
  /// cannot be locked it holds nobody up.
  UniqueFd claim(const std::string& key) const;

  /// `key` is letters and digits.
  void store(const std::string& key, const Entry& entry) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace grader
