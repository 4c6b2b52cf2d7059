#pragma once
#include "reports/io/members.hpp"
#include "reports/report.hpp"

namespace assay {

// One function for each part of a report; all throw Refusal. They stand in the open because the
// tables of members find them by the type of what they fill.

void read_into(const Spot& at, Report& into);
void read_into(const Spot& at, Run& into);
void read_into(const Spot& at, Tool& into);

void read_into(const Spot& at, Node& into);
void read_into(const Spot& at, Place& into);
void read_into(const Spot& at, Cpu& into);
void read_into(const Spot& at, Memory& into);
void read_into(const Spot& at, Gpu& into);
void read_into(const Spot& at, Nic& into);
void read_into(const Spot& at, Link& into);

void read_into(const Spot& at, Result& into);
void read_into(const Spot& at, Subject& into);
void read_into(const Spot& at, ParamValue& into);
void read_into(const Spot& at, Outcome& into);
void read_into(const Spot& at, std::vector<Metric>& into);
void read_into(const Spot& at, Metric& into);
void read_into(const Spot& at, Unit& into);
void read_into(const Spot& at, Better& into);
void read_into(const Spot& at, Samples& into);
void read_into(const Spot& at, Span& into);
void read_into(const Spot& at, Defect& into);
void read_into(const Spot& at, Telemetry& into);

void read_into(const Spot& at, Event& into);
void read_into(const Spot& at, Series& into);
void read_into(const Spot& at, std::optional<Series::Point>& into);

}  // namespace assay
