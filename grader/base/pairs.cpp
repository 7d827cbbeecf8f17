#include "grader/base/pairs.hpp"

#include <limits>

namespace grader {

namespace {

constexpr std::size_t kMostRefused = 2;  // rows with one pair
constexpr std::size_t kOffersForEach = 4;
constexpr std::size_t kFree = std::numeric_limits<std::size_t>::max();

struct Pair {
  std::size_t factor, level, other_factor, other_level;
  bool open = true;
  std::size_t refused = 0;
};

class Pairs {
 public:
  explicit Pairs(const std::vector<std::size_t>& counts) : counts_(counts) {
    for (std::size_t a = 0; a < counts.size(); ++a) {
      for (std::size_t b = a + 1; b < counts.size(); ++b) {
        first_.push_back(pairs_.size());
        for (std::size_t i = 0; i < counts[a]; ++i) {
          for (std::size_t j = 0; j < counts[b]; ++j) pairs_.push_back({a, i, b, j});
        }
      }
    }
  }

  // Returns the next pair that is still open, or nullptr. Goes round, so that one factor's pairs do not take
  // all rows.
  Pair* next_open() {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      position_ = (position_ + kStep) % pairs_.size();
      if (pairs_[position_].open) return &pairs_[position_];
    }
    // The step may share a factor with the number of pairs.
    for (Pair& pair : pairs_) {
      if (pair.open) return &pair;
    }
    return nullptr;
  }

  // Fills in the other factors, each with the level that closes the most pairs with what has been chosen.
  Levels row_with(const Pair& pair) const {
    Levels row(counts_.size(), kFree);
    row[pair.factor] = pair.level;
    row[pair.other_factor] = pair.other_level;
    if (pair.refused > 0) {
      for (std::size_t& level : row) {
        if (level == kFree) level = 0;
      }
      return row;
    }
    for (std::size_t factor = 0; factor < row.size(); ++factor) {
      if (row[factor] != kFree) continue;
      std::size_t best = 0, most = 0;
      for (std::size_t level = 0; level < counts_[factor]; ++level) {
        const std::size_t closed = closed_by(row, factor, level);
        if (closed > most) {
          most = closed;
          best = level;
        }
      }
      row[factor] = best;
    }
    return row;
  }

  void close(const Levels& row) {
    for (std::size_t a = 0; a < row.size(); ++a) {
      for (std::size_t b = a + 1; b < row.size(); ++b) pairs_[index(a, row[a], b, row[b])].open = false;
    }
  }

 private:
  static constexpr std::size_t kStep = 7919;  // a prime

  std::size_t index(std::size_t a, std::size_t i, std::size_t b, std::size_t j) const {
    const std::size_t before = a * counts_.size() - a * (a + 1) / 2;  // pairs of factors whose first is less
    return first_[before + b - a - 1] + i * counts_[b] + j;
  }

  std::size_t closed_by(const Levels& row, std::size_t factor, std::size_t level) const {
    std::size_t closed = 0;
    for (std::size_t other = 0; other < row.size(); ++other) {
      if (other == factor || row[other] == kFree) continue;
      const std::size_t i =
          other < factor ? index(other, row[other], factor, level) : index(factor, level, other, row[other]);
      closed += pairs_[i].open;
    }
    return closed;
  }

  const std::vector<std::size_t>& counts_;
  std::vector<std::size_t> first_;  // pair of each two factors
  std::vector<Pair> pairs_;
  std::size_t position_ = 0;
};

}  // namespace

void cover_pairs(const std::vector<std::size_t>& counts, std::size_t most,
                 const std::function<bool(const Levels&)>& accept) {
  Pairs pairs(counts);
  std::size_t accepted = 0;
  for (std::size_t offers = 0; offers < kOffersForEach * most && accepted < most; ++offers) {
    Pair* pair = pairs.next_open();
    if (pair == nullptr) return;
    const Levels row = pairs.row_with(*pair);
    if (accept(row)) {
      ++accepted;
      pairs.close(row);
    } else if (++pair->refused == kMostRefused) {
      pair->open = false;
    }
  }
}

}  // namespace grader
