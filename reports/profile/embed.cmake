# cmake -DPROFILES=a.yaml|b.yaml -DOUT=shipped_yaml.cpp -P embed.cmake: the texts as one C++ table.
string(REPLACE "|" ";" profiles "${PROFILES}")
set(rows "")
foreach(path IN LISTS profiles)
  get_filename_component(name ${path} NAME_WE)
  file(READ ${path} text)
  string(APPEND rows "      {\"${name}\", R\"assay_yaml(${text})assay_yaml\"},\n")
endforeach()
file(WRITE ${OUT} "#include \"reports/profile/shipped.hpp\"

namespace assay {

const std::vector<ShippedProfile>& shipped_yaml() {
  static const std::vector<ShippedProfile> profiles{
${rows}  };
  return profiles;
}

}  // namespace assay
")
