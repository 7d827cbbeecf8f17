#include "grader/worker/branches.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace grader {

namespace {

constexpr std::size_t kMostPlaces = 1024;
constexpr std::size_t kMostSites = 12;  // return addresses
constexpr std::size_t kSearched = 16;   // places from where a hash points to

// One side of a comparison: the number that it always was, or the range of the numbers that it was.
struct Side {
  double least = 0.0;
  double most = 0.0;

  void note(double value, bool first) {
    least = first || value < least ? value : least;
    most = first || value > most ? value : most;
  }
  bool is_fixed() const { return least == most; }
};

// Of the pairs that were compared with the same outcome, the one with the smallest difference.
struct Pair {
  double left = 0.0;
  double right = 0.0;

  void note(double new_left, double new_right, bool first) {
    if (!first && !(std::abs(new_left - new_right) < std::abs(left - right))) return;
    left = new_left;
    right = new_right;
  }
};

struct Place {
  const void* address = nullptr;
  double key = 0.0;  // tells tensors' comparisons apart that come from the same instruction
  bool whole = false;
  bool two_values = false;  // whole variables, whose ranges are not followed
  Side left;
  Side right;
  bool seen = false;
  bool below = false;  // left < right has occurred, since the branches were last asked for
  bool equal = false;
  bool above = false;
  Pair nearest_below;
  Pair nearest_above;
  std::size_t order = 0;
  std::array<std::uint64_t, kMostSites> site{};
  std::size_t sites = 0;
};

// It needs no allocation and no constructor: comparisons are made before main() and inside malloc().
constinit std::array<Place, kMostPlaces> places{};
constinit std::size_t used = 0;
// Finding the callers compares numbers itself.
constinit bool busy = false;
constinit FindCallers find_callers = nullptr;

// The innermost address is that of the comparison.
void note_site(Place& place) {
  const auto address = reinterpret_cast<std::uint64_t>(place.address);
  const std::vector<std::uint64_t> found = find_callers();
  const auto begin = std::find(found.begin(), found.end(), address);
  place.site[0] = address;
  place.sites = 1;
  for (auto i = begin; i != found.end() && place.sites < kMostSites; ++i) {
    if (i != begin) place.site[place.sites++] = *i;
  }
}

Place* place_of(const void* address, double key) {
  const std::size_t start = (reinterpret_cast<std::uintptr_t>(address) >> 1) % places.size();
  for (std::size_t i = 0; i < kSearched; ++i) {
    Place& place = places[(start + i) % places.size()];
    if (place.address == nullptr) {
      place.address = address;
      place.key = key;
      place.order = ++used;
      note_site(place);
      return &place;
    }
    if (place.address == address && place.key == key) return &place;
  }
  return nullptr;
}

void compare(const void* address, double left, double right, bool whole, double key = 0.0) {
  if (busy || find_callers == nullptr) return;
  busy = true;
  if (Place* place = place_of(address, key)) {
    place->whole = whole;
    place->left.note(left, !place->seen);
    place->right.note(right, !place->seen);
    place->seen = true;
    if (left < right) place->nearest_below.note(left, right, !place->below);
    if (left > right) place->nearest_above.note(left, right, !place->above);
    place->below |= left < right;
    place->equal |= left == right;
    place->above |= left > right;
  }
  busy = false;
}

Branch of_two_values(const Place& place) {
  Branch branch;
  branch.whole = place.whole;
  branch.below = place.below;
  branch.equal = place.equal;
  branch.above = place.above;
  branch.two_values = true;
  return branch;
}

Branch of_fixed_number(const Place& place) {
  const bool number_right = place.right.is_fixed();
  const Side& value = number_right ? place.left : place.right;
  Branch branch;
  branch.whole = place.whole;
  branch.number = number_right ? place.right.least : place.left.least;
  branch.least = value.least;
  branch.most = value.most;
  branch.below = number_right ? place.below : place.above;
  branch.equal = place.equal;
  branch.above = number_right ? place.above : place.below;
  branch.nearest_below = number_right ? place.nearest_below.left : place.nearest_above.right;
  branch.nearest_above = number_right ? place.nearest_above.left : place.nearest_below.right;
  return branch;
}

Branch branch_at(const Place& place) {
  const bool has_fixed = !place.two_values && (place.left.is_fixed() || place.right.is_fixed());
  Branch branch = has_fixed ? of_fixed_number(place) : of_two_values(place);
  branch.site.assign(place.site.begin(), place.site.begin() + static_cast<std::ptrdiff_t>(place.sites));
  return branch;
}

// What is known of a comparison of two whole variables: only its outcomes. Each turn of each loop makes one.
struct Outcomes {
  const void* address = nullptr;
  std::uint8_t seen = 0;
};
constexpr std::uint8_t kBelow = 1, kAbove = 2, kAll = 3;
constexpr std::uint8_t kLoop = kAll | 4;  // they have been equal: an index and its bound
constinit std::array<Outcomes, 8 * kMostPlaces> outcomes{};

[[gnu::always_inline]] inline Outcomes& outcomes_at(const void* address) {
  return outcomes[(reinterpret_cast<std::uintptr_t>(address) >> 1) % outcomes.size()];
}

[[gnu::always_inline]] inline bool is_known(const void* address, std::int64_t left, std::int64_t right) {
  const Outcomes& known = outcomes_at(address);
  const int outcome = left < right ? kBelow : left > right ? kAbove : kLoop;
  return known.address == address && (known.seen & outcome) == outcome;
}

[[gnu::noinline]] void compare_whole_variables(const void* address, std::int64_t left, std::int64_t right) {
  Outcomes& known = outcomes_at(address);
  if (known.address != address) known = {address, 0};
  known.seen |= left < right ? kBelow : left > right ? kAbove : kLoop;
  if (left == right) return;
  compare(address, static_cast<double>(left), static_cast<double>(right), true);
  if (Place* place = busy || find_callers == nullptr ? nullptr : place_of(address, 0.0))
    place->two_values = true;
}

bool is_loop(const Place& place) {
  return place.two_values && outcomes_at(place.address).address == place.address &&
         outcomes_at(place.address).seen == kLoop;
}

}  // namespace

void note_branches_with(FindCallers find) { find_callers = find; }

std::vector<Branch> branches() {
  std::vector<Place*> occurred;
  for (Place& place : places) {
    if ((place.below || place.equal || place.above) && !is_loop(place)) occurred.push_back(&place);
  }
  std::sort(occurred.begin(), occurred.end(),
            [](const Place* a, const Place* b) { return a->order < b->order; });
  std::vector<Branch> result;
  for (Place* place : occurred) {
    if (result.size() < kMostBranches) result.push_back(branch_at(*place));
    place->below = place->equal = place->above = false;
  }
  for (Outcomes& known : outcomes) {
    if (known.seen != kLoop) known.seen = 0;
  }
  return result;
}

}  // namespace grader

// The compiler inserts calls to these names.
extern "C" {
void __sanitizer_cov_trace_const_cmp1(std::uint8_t number, std::uint8_t value);
void __sanitizer_cov_trace_const_cmp2(std::uint16_t number, std::uint16_t value);
void __sanitizer_cov_trace_const_cmp4(std::uint32_t number, std::uint32_t value);
void __sanitizer_cov_trace_const_cmp8(std::uint64_t number, std::uint64_t value);
void __sanitizer_cov_trace_cmp1(std::uint8_t, std::uint8_t);
void __sanitizer_cov_trace_cmp2(std::uint16_t, std::uint16_t);
void __sanitizer_cov_trace_cmp4(std::uint32_t, std::uint32_t);
void __sanitizer_cov_trace_cmp8(std::uint64_t, std::uint64_t);
void __sanitizer_cov_trace_cmpf(float left, float right);
void __sanitizer_cov_trace_cmpd(double left, double right);
void __sanitizer_cov_trace_switch(std::uint64_t value, std::uint64_t* cases);
void __sanitizer_cov_trace_pc();
void backprop_vocabulary_compares(const double* values, std::size_t count, double number);

// A worker is linked with --wrap=fmin and --wrap=fmax: calls of fmin come here, and __real_fmin is the
// library's. Without these flags nobody calls them, and nothing is there to be called.
double __wrap_fmin(double left, double right);
double __wrap_fmax(double left, double right);
[[gnu::weak]] double __real_fmin(double left, double right);
[[gnu::weak]] double __real_fmax(double left, double right);

// Truth values are compared as bytes.
void __sanitizer_cov_trace_const_cmp1(std::uint8_t, std::uint8_t) {}
void __sanitizer_cov_trace_const_cmp2(std::uint16_t, std::uint16_t) {}
void __sanitizer_cov_trace_const_cmp4(std::uint32_t number, std::uint32_t value) {
  grader::compare(__builtin_return_address(0), static_cast<std::int32_t>(value),
                  static_cast<std::int32_t>(number), true);
}
void __sanitizer_cov_trace_const_cmp8(std::uint64_t number, std::uint64_t value) {
  grader::compare(__builtin_return_address(0), static_cast<double>(static_cast<std::int64_t>(value)),
                  static_cast<double>(static_cast<std::int64_t>(number)), true);
}
void __sanitizer_cov_trace_cmp1(std::uint8_t, std::uint8_t) {}
void __sanitizer_cov_trace_cmp2(std::uint16_t, std::uint16_t) {}
void __sanitizer_cov_trace_cmp4(std::uint32_t left, std::uint32_t right) {
  const auto a = static_cast<std::int32_t>(left);
  const auto b = static_cast<std::int32_t>(right);
  if (!grader::is_known(__builtin_return_address(0), a, b))
    grader::compare_whole_variables(__builtin_return_address(0), a, b);
}
void __sanitizer_cov_trace_cmp8(std::uint64_t left, std::uint64_t right) {
  const auto a = static_cast<std::int64_t>(left);
  const auto b = static_cast<std::int64_t>(right);
  if (!grader::is_known(__builtin_return_address(0), a, b))
    grader::compare_whole_variables(__builtin_return_address(0), a, b);
}
void __sanitizer_cov_trace_cmpf(float left, float right) {
  grader::compare(__builtin_return_address(0), left, right, false);
}
void __sanitizer_cov_trace_cmpd(double left, double right) {
  grader::compare(__builtin_return_address(0), left, right, false);
}
void __sanitizer_cov_trace_switch(std::uint64_t value, std::uint64_t* cases) {
  const std::uint64_t count = cases[0];  // cases[1] is the width in bits, the values follow
  for (std::uint64_t i = 0; i < count; ++i) {
    grader::compare(__builtin_return_address(0), static_cast<double>(static_cast<std::int64_t>(value)),
                    static_cast<double>(static_cast<std::int64_t>(cases[2 + i])), true,
                    static_cast<double>(i + 1));
  }
}
// clang++ traces comparisons only where functions report that they are entered.
void __sanitizer_cov_trace_pc() {}
void backprop_vocabulary_compares(const double* values, std::size_t count, double number) {
  for (std::size_t i = 0; i < count; ++i)
    grader::compare(__builtin_return_address(0), values[i], number, false, number);
}
double __wrap_fmin(double left, double right) {
  grader::compare(__builtin_return_address(0), left, right, false);
  return __real_fmin(left, right);
}
double __wrap_fmax(double left, double right) {
  grader::compare(__builtin_return_address(0), left, right, false);
  return __real_fmax(left, right);
}
}
