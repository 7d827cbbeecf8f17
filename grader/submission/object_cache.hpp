/// Stores the results of compilations and links, so that none is made twice.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// A directory of files, each named by a hash of everything that its contents depend on. Programs in the
/// sandbox never see it. Several graders may use it at once. An entry that is damaged or cannot be read
/// counts as missing, and an entry that cannot be written is dropped.
class ObjectCache {
 public:
  struct Entry {
    bool compiled = false;
    std::string bytes;  ///< The object or worker, or the message of the error.
  };

  /// Makes the directory when it does not exist. When it holds more than `max_bytes`, removes the entries
  /// that have been unused longest until half of `max_bytes` is left.
  explicit ObjectCache(std::filesystem::path directory, std::uintmax_t max_bytes = std::uintmax_t{1} << 30);

  std::optional<Entry> find(const std::string& key) const;

  /// Waits until no other grader is making this entry, and keeps others waiting until the returned descriptor
  /// is closed. When several need the same result at once, one makes it and the others find() it. Does not
  /// wait where files cannot be locked.
  UniqueFd claim(const std::string& key) const;

  /// Stores the entry. `key` consists of letters and digits.
  void store(const std::string& key, const Entry& entry) const;

 private:
  std::filesystem::path directory_;
};

}  // namespace grader
