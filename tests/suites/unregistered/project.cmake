# What a suite's registration needs and no more: the registry, one test file, the generated table.
cmake_minimum_required(VERSION 3.25)
project(unregistered LANGUAGES CXX)
set(CMAKE_CXX_STANDARD 20)
include(@PROJECT_SOURCE_DIR@/cmake/assay_suites.cmake)
