package org.confocal.sip;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.confocal.sip.jain.ClientTransactionId;
import org.confocal.sip.jain.Destination;
import org.confocal.sip.message.SipRequest;
import org.confocal.sip.message.SipResponse;
import org.confocal.sip.proxy.BestAnswer;
import org.confocal.sip.proxy.Forwarding;
import org.jspecify.annotations.Nullable;

/**
 * The branches of one request that is passed on, and what goes back of their answers: each
 * provisional one, the first 2xx of all, every 2xx to an INVITE, else the best refusal when all
 * have refused. RFC 3261 section 16.7. Belongs to a {@link ProxyServer}.
 */
final class Forking {
  /** Where one branch leads, and what goes there. */
  record Branch(ClientTransactionId id, SipRequest request, Destination to) {}

  private final Edge edge;
  private final StackEvents.Incoming in;
  private final Set<ClientTransactionId> open = new LinkedHashSet<>();

  /** Those of which it is not known yet how they go out. */
  private final Set<ClientTransactionId> awaited = new HashSet<>();

  private final Set<ClientTransactionId> taken = new HashSet<>();
  private final BestAnswer best = new BestAnswer();
  private @Nullable SipResponse verdict;
  private boolean answered;

  Forking(Edge edge, StackEvents.Incoming in) {
    this.edge = edge;
    this.in = in;
  }

  /**
   * Begins.
   *
   * @param later branches that follow, or fail
   */
  void start(List<Branch> branches, Set<ClientTransactionId> later) {
    branches.forEach(b -> open.add(b.id()));
    open.addAll(later);
    awaited.addAll(later);
    branches.forEach(b -> edge.stack().send(b.id(), b.request(), b.to()));
  }

  /** One that was awaited goes out, unless nobody wants it any more. */
  void follow(Branch branch) {
    if (awaited.remove(branch.id())) {
      edge.stack().send(branch.id(), branch.request(), branch.to());
    }
  }

  /** The request has its final answer. */
  boolean isAnswered() {
    return answered;
  }

  /** Some branch said yes; it may say so again. */
  boolean isTaken() {
    return !taken.isEmpty();
  }

  void onAnswer(ClientTransactionId id, SipResponse response) {
    if (!response.isFinal()) {
      if (!answered && response.status() > 100) {
        edge.stack().respond(in.id(), back(response));
      }
    } else if (response.isSuccess()) {
      onSuccess(id, response);
    } else if (open.remove(id)) {
      best.add(back(response));
      if (response.status() >= 600) {
        cancel();
      }
      answerIfAllRefused();
    }
  }

  private SipResponse back(SipResponse response) {
    return Forwarding.back(in.request(), response);
  }

  private void onSuccess(ClientTransactionId id, SipResponse response) {
    open.remove(id);
    SipResponse back = back(response);
    if (!answered) {
      answer(back);
      cancel();
    } else if (in.request().method().equals("INVITE")) {
      edge.stack().repeat(back, in.flow());
    }
    taken.add(id);
  }

  /**
   * A branch ended without an answer.
   *
   * @param status that stands for it
   */
  void onFailure(ClientTransactionId id, int status, String text) {
    awaited.remove(id);
    if (open.remove(id)) {
      best.add(RequestRules.tagged(in.request().response(status, text), edge.doors().ids()));
      answerIfAllRefused();
    }
  }

  private void answerIfAllRefused() {
    if (!answered && open.isEmpty()) {
      answer(forCaller(best.get().orElseThrow()));
    }
  }

  /**
   * Cancels what is still open.
   *
   * @param why what the caller is told instead of the branches' 487
   */
  void cancel(SipResponse why) {
    verdict = RequestRules.tagged(why, edge.doors().ids());
    cancel();
    answerIfAllRefused();
  }

  /** That one callee is overloaded does not mean that we are: RFC 3261 section 16.7 step 6. */
  private SipResponse forCaller(SipResponse refusal) {
    if (verdict != null && refusal.status() == 487) {
      return verdict;
    }
    return refusal.status() == 503
        ? RequestRules.tagged(
            in.request().response(500, "Service Unavailable at the callee"), edge.doors().ids())
        : refusal;
  }

  /** Cancels what is still open; each branch ends with an answer of its own. */
  void cancel() {
    for (ClientTransactionId id : awaited) {
      open.remove(id);
      best.add(
          RequestRules.tagged(
              in.request().response(487, "Request Terminated"), edge.doors().ids()));
    }
    awaited.clear();
    if (in.request().method().equals("INVITE")) {
      open.forEach(edge.stack()::cancel);
    }
  }

  /** Ends the request, unless it has its final answer. */
  void end(SipResponse response) {
    if (!answered) {
      answer(RequestRules.tagged(response, edge.doors().ids()));
    }
  }

  private void answer(SipResponse response) {
    answered = true;
    edge.stack().respond(in.id(), response);
  }
}
