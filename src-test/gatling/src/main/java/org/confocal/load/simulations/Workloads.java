package org.confocal.load.simulations;

import static org.confocal.load.simulations.Parameter.choice;
import static org.confocal.load.simulations.Parameter.duration;
import static org.confocal.load.simulations.Parameter.number;
import static org.confocal.load.simulations.Parameter.rate;
import static org.confocal.load.simulations.Parameter.text;

import java.util.List;
import java.util.Optional;

/** The simulations that are known by a name. */
public final class Workloads {
  private static final List<Parameter> COMMON =
      List.of(
          text("target", "127.0.0.1:5060", "HOST or HOST:PORT of the node"),
          duration("duration", "30s", "how long the load lasts, in whole seconds"),
          duration("p99", "500ms", "the run fails when 1 of 100 of these requests takes longer"),
          number("max-ko", 0, "the run fails when more requests than this fail"),
          duration("patience", "32s", "how long a final answer is waited for"),
          number("connections", 0, "over TCP: connections shared by all; 0 = one for each user"),
          text("local", "", "address of this machine to use; empty = the one towards the target"));

  private static final List<Parameter> PEOPLE =
      List.of(
          text(
              "data",
              "",
              "data directory of a node on this machine, for making users; empty = ./data"),
          text("user-prefix", "", "users PREFIX1, PREFIX2, ... exist already; empty = make some"),
          text("password", "", "their common password, with --user-prefix"),
          text("domain", "", "domain of users and meetings; empty = what the node on --data says"));

  private static final Parameter UDP_FIRST = choice("transport", "of SIP", "udp", "tcp");
  private static final Parameter TCP_FIRST = choice("transport", "of SIP", "tcp", "udp");

  /** Users come, stay a moment and leave. */
  public static final Workload JOINS =
      Workload.of(
          "joins",
          Joins.class,
          "users join a meeting, stay a moment and leave",
          List.of(
              choice("kind", "plain: INVITE with SDP; c3p: addUser over TCP", "plain", "c3p"),
              rate("rate", 20, "users that come in a second"),
              duration("stay", "500ms", "how long each stays"),
              duration(
                  "warm-up", "5s", "before it: the rate grows from 1; these joins are not judged"),
              text("meeting", "1000", "plain: number of the meeting"),
              number("users", 50, "c3p: different users, who come in turn"),
              choice(
                  "transport", "of SIP; auto: udp for plain, tcp for c3p", "auto", "udp", "tcp")),
          with(COMMON, PEOPLE));

  /** Some watch, others come and go. */
  public static final Workload ROSTER =
      Workload.of(
          "roster",
          Roster.class,
          "some watch a conference while others come and go: no document may be missing",
          List.of(
              number("watchers", 20, "users who join and subscribe"),
              number("movers", 20, "other users, who come and go in turn"),
              rate("rate", 5, "of them so many in a second"),
              duration("stay", "1s", "how long each of them stays"),
              TCP_FIRST),
          with(COMMON, PEOPLE));

  /** Some write, all hear. */
  public static final Workload CHAT =
      Workload.of(
          "chat",
          Chat.class,
          "members of a conference write: every line reaches all others, in one order",
          List.of(
              number("members", 20, "users in the conference"),
              number("authors", 4, "of them so many write"),
              rate("rate", 10, "lines in a second, of all authors"),
              TCP_FIRST),
          with(COMMON, PEOPLE));

  private static final List<Workload> ALL = List.of(JOINS, ROSTER, CHAT);

  private Workloads() {}

  private static List<Parameter> with(List<Parameter> some, List<Parameter> more) {
    return java.util.stream.Stream.concat(some.stream(), more.stream()).toList();
  }

  /** All of them. */
  public static List<Workload> all() {
    return ALL;
  }

  /** The one of this name. */
  public static Optional<Workload> named(String name) {
    return ALL.stream().filter(w -> w.name().equals(name)).findFirst();
  }

  /** What every simulation may be told, for those without a name. */
  public static List<Parameter> common() {
    return with(COMMON, with(List.of(UDP_FIRST), PEOPLE));
  }
}
