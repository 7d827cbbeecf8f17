// Runs the fuzz targets on fixed inputs: the seeds, and inputs that a seeded generator makes from them. `make
// fuzz` searches further.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <vector>

#include "grader/fuzz/targets.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<char>;
using Engine = std::mt19937_64;

std::vector<Bytes> seeds(const char* folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(SEEDS) / folder)) files.push_back(entry.path());
  std::ranges::sort(files);
  std::vector<Bytes> result;
  for (const fs::path& file : files) {
    std::ifstream stream(file, std::ios::binary);
    result.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  }
  return result;
}

char random_byte(Engine& engine) {
  constexpr unsigned char kTelling[] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x90, 0xdf,
                                        0xc4, 0xcb, 0xcf, '-',  '9',  '[',  '"'};
  return static_cast<char>(engine() % 2 == 0 ? kTelling[engine() % std::size(kTelling)] : engine());
}

void mutate(Bytes& bytes, const Bytes& other, Engine& engine) {
  const std::size_t at = bytes.empty() ? 0 : engine() % bytes.size();
  const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (bytes.empty() ? 1 : engine() % 6) {
    case 0:
      bytes[at] = random_byte(engine);
      break;
    case 1:
      bytes.insert(place, random_byte(engine));
      break;
    case 2:
      bytes.erase(place);
      break;
    case 3:
      bytes.resize(at);
      break;
    case 4:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << (engine() % 8)));
      break;
    default:
      bytes.resize(at);
      bytes.insert(bytes.end(), other.begin() + static_cast<std::ptrdiff_t>(std::min(at, other.size())),
                   other.end());
  }
}

void try_all(const char* folder, const std::function<bool(std::span<const std::byte>)>& target, int turns) {
  const std::vector<Bytes> all = seeds(folder);
  ASSERT_GE(all.size(), 3u);
  Engine engine(20);
  std::size_t understood = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_NO_THROW(understood += target(std::as_bytes(std::span(all[i])))) << folder << ", seed " << i;
    for (int turn = 0; turn < turns; ++turn) {
      Bytes bytes = all[i];
      for (std::size_t changes = 1 + engine() % 4; changes > 0; --changes)
        mutate(bytes, all[engine() % all.size()], engine);
      EXPECT_NO_THROW(target(std::as_bytes(std::span(bytes))))
          << folder << ", seed " << i << ", turn " << turn;
    }
  }
  EXPECT_GE(understood, 3u) << "seeds that are right lead to what comes after parsing";
}

TEST(Fuzz, AnswersOfAWorker) { try_all("frame", fuzz_answers, 2000); }
TEST(Fuzz, InputOfVjp) { try_all("vjp", fuzz_vjp_input, 2000); }

}  // namespace
}  // namespace grader
