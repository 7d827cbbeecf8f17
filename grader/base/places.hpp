/// Where the program finds the parts of the course. An installed program finds them beside itself, so the
/// installation can be moved. So does the program that came with a kit, in prebuilt/. Any other program finds
/// them in the source and build folders that it was compiled in.
#pragma once

#include <filesystem>

namespace grader {

struct Places {
  std::filesystem::path course;   ///< assignments/ and starter/; solutions/ and grader/ if kits can be made.
  std::filesystem::path toolkit;  ///< See grader/submission/toolkit.hpp.
  std::filesystem::path stand_ins;   ///< Objects of stand-in layers. A kit has no such folder.
  std::filesystem::path handouts;    ///< Pages of the handouts; in kit/ those that kits get.
  std::filesystem::path figures;     ///< Has figures.js if pages draw figures.
  std::filesystem::path similarity;  ///< The packages of `batch --similarity`.
  std::filesystem::path unpacker;    ///< The program that reads archives.
  std::filesystem::path cache;       ///< The default of cache_folder().
  bool installed = false;
};

/// Returns the places of the running program. They do not change while it runs.
const Places& places();

/// Returns the places of a program with this path, which need not exist.
Places places_of(const std::filesystem::path& program);

/// Returns the folder of compiled files: $BACKPROP_CACHE, or else, for an installed program, the folder
/// `backprop` in the user's cache ($XDG_CACHE_HOME, or .cache in the home folder), or else one in the build.
std::filesystem::path cache_folder();

}  // namespace grader
