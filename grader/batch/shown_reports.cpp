#include "grader/batch/shown_reports.hpp"

#include <map>
#include <set>

#include "grader/base/files.hpp"
#include "grader/base/input_error.hpp"
#include "grader/base/json.hpp"
#include "grader/report/json.hpp"
#include "grader/submission/sha256.hpp"

namespace grader {

namespace {

namespace fs = std::filesystem;

constexpr const char* kShownSchema = "backprop-batch-shown/1";

// From a submission's file name to the hashes of the reports that the grader has written for it. There are
// two while a new report replaces the old one.
using Hashes = std::map<std::string, std::set<std::string>>;

Hashes read_hashes(const fs::path& file) {
  Hashes hashes;
  try {
    const Json json = parse_json(read_file(file));
    if (json.at("schema") != kShownSchema) return {};
    for (const auto& [name, list] : json.at("reports").members()) {
      for (const Json& hash : list.elements()) hashes[name].insert(hash.string());
    }
  } catch (const std::exception&) {  // the file is missing or damaged
    return {};
  }
  return hashes;
}

void write_hashes(const fs::path& file, const Hashes& hashes) {
  Json reports = Json::object();
  for (const auto& [name, all] : hashes) reports[name] = std::vector<std::string>(all.begin(), all.end());
  write_atomically(file, Json{{"schema", kShownSchema}, {"reports", reports}}.dump(1) + '\n');
}

class ReportWriter {
 public:
  explicit ReportWriter(const GradesFolder& folder) : folder_(folder), known_(read_hashes(folder.shown())) {}

  ShownReports write(const std::vector<Row>& rows, const std::map<std::string, std::string>& earlier) {
    for (const auto& [name, hash] : earlier) known_[name].insert(hash);
    std::map<std::string, std::string> texts;
    std::set<std::string> names;
    for (const Row& row : rows) {
      const std::string& name = row.submission.file_name;
      if (name.empty()) continue;
      names.insert(name);
      if (!row.report) continue;
      texts[name] = json_text(*row.report);
      known_[name].insert(sha256(texts[name]));
    }
    write_hashes(folder_.shown(), known_);
    Hashes now;
    for (const auto& [name, text] : texts) {
      const bool kept = is_edited(name);
      if (!kept) write_if_new(folder_.report(name), text);
      now[name] = {sha256(text)};
    }
    for (const auto& [name, hashes] : known_) {
      if (texts.contains(name)) continue;
      const bool gone = !names.contains(name);
      remove(name, gone);
      if (gone && !is_there(name)) shown_.withdrawn.push_back(name);
      if (is_there(name)) now[name] = hashes;
    }
    write_hashes(folder_.shown(), now);
    return std::move(shown_);
  }

 private:
  bool is_there(const std::string& name) const { return fs::exists(folder_.report(name)); }

  // Notes the report as edited if it is.
  bool is_edited(const std::string& name) {
    const fs::path file = folder_.report(name);
    if (!fs::exists(file) || known_[name].contains(sha256(read_file(file)))) return false;
    shown_.edited.push_back(file.lexically_relative(folder_.root()).string());
    return true;
  }

  static void write_if_new(const fs::path& file, const std::string& text) {
    if (!fs::exists(file) || read_file(file) != text) write_atomically(file, text);
  }

  void remove(const std::string& name, bool gone) {
    std::error_code ignored;  // a file may not exist
    if (!is_edited(name)) fs::remove(folder_.report(name), ignored);
    fs::remove(folder_.html(name), ignored);
    if (!gone) return;
    for (const fs::path& file : {folder_.record(name), folder_.verdict(name), folder_.log(name)})
      fs::remove(file, ignored);
  }

  const GradesFolder& folder_;
  Hashes known_;
  ShownReports shown_;
};

}  // namespace

ShownReports show_reports(const GradesFolder& folder, const std::vector<Row>& rows,
                          const std::map<std::string, std::string>& earlier) {
  return ReportWriter(folder).write(rows, earlier);
}

Report read_shown_report(const GradesFolder& folder, const std::string& file_name) {
  const fs::path file = folder.report(file_name);
  const std::string text = read_file(file);
  if (!read_hashes(folder.shown())[file_name].contains(sha256(text)))
    throw InputError(file.string() + " was edited by hand: delete it and run the batch again.");
  return parse_report(text, file.string());
}

}  // namespace grader
