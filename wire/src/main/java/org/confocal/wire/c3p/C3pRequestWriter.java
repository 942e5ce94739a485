package org.confocal.wire.c3p;

import org.confocal.wire.xml.XmlWriter;

/** Writes requests. */
final class C3pRequestWriter {
  private final XmlWriter out;

  private C3pRequestWriter(XmlWriter out) {
    this.out = out;
  }

  static String write(C3pRequest r) {
    XmlWriter out = ConferenceRecordWriter.envelope("request", r.requestId(), r.from(), r.to());
    if (r.command() instanceof C3pCommand.Unknown u) {
      out.tree(u.element());
    } else {
      out.open(r.command().name());
      new C3pRequestWriter(out).content(r.command());
      out.close();
    }
    return out.close().toXml();
  }

  private void content(C3pCommand command) {
    if (command instanceof C3pCommand.AddConference c) {
      ConferenceRecordWriter.write(out, c.conference());
    } else if (command instanceof C3pCommand.ModifyConference c) {
      c.mcuUri().ifPresent(this::mcuUri);
      ConferenceRecordWriter.write(out, c.conference());
    } else if (command instanceof C3pCommand.DeleteConference c) {
      conferenceKeys(c.confEntity());
    } else if (command instanceof C3pCommand.GetConference c) {
      out.open("conferenceKeys");
      c.confEntity().ifPresent(e -> out.attribute("confEntity", e));
      c.conferenceId().ifPresent(id -> out.attribute("msci:conference-id", id));
      out.close();
    } else if (command instanceof C3pCommand.ModifyConferenceLock c) {
      conferenceKeys(c.confEntity());
      out.element("locked", Boolean.toString(c.locked()));
    } else {
      users(command); // those that ask for something have nothing in them
    }
  }

  private void users(C3pCommand command) {
    if (command instanceof C3pCommand.AddUser c) {
      c.mcuUri().ifPresent(this::mcuUri);
      out.open("conferenceKeys").attribute("confEntity", c.confEntity());
      c.keys().conferenceKey().ifPresent(k -> out.attribute("conference-key", k));
      c.keys().passcode().ifPresent(p -> out.attribute("passcode", p));
      out.close();
      ConferenceRecordWriter.user(out, c.user());
    } else if (command instanceof C3pCommand.DeleteUser c) {
      c.mcuUri().ifPresent(this::mcuUri);
      if (c.ban()) {
        out.attribute("ban", "true");
      }
      userKeys(c.confEntity(), c.userEntity());
    } else if (command instanceof C3pCommand.ModifyUserRoles c) {
      userKeys(c.confEntity(), c.userEntity());
      out.open("ci:user-roles").element("ci:entry", c.role()).close();
    } else if (command instanceof C3pCommand.ModifyEndpointMedia c) {
      media(c);
    } else if (command instanceof C3pCommand.SetLobbyAccess c) {
      conferenceKeys(c.confEntity());
      out.element("access", c.access().word());
      c.users().forEach(u -> out.open("ci:user").attribute("entity", u).close());
    }
  }

  private void media(C3pCommand.ModifyEndpointMedia c) {
    c.mcuUri().ifPresent(this::mcuUri);
    out.open("mediaKeys")
        .attribute("confEntity", c.confEntity())
        .attribute("userEntity", c.userEntity())
        .attribute("endpointEntity", c.endpointEntity())
        .attribute("mediaId", c.mediaId())
        .close();
    out.open("ci:media").attribute("id", c.mediaId());
    c.status().ifPresent(s -> out.element("ci:status", s.word()));
    c.ingressFilter().ifPresent(f -> out.element("msci:media-ingress-filter", f.word()));
    c.egressFilter().ifPresent(f -> out.element("msci:media-egress-filter", f.word()));
    out.close();
  }

  private void mcuUri(String mcuUri) {
    out.attribute("mscp:mcuUri", mcuUri);
  }

  private void conferenceKeys(String confEntity) {
    out.open("conferenceKeys").attribute("confEntity", confEntity).close();
  }

  private void userKeys(String confEntity, String userEntity) {
    out.open("userKeys")
        .attribute("confEntity", confEntity)
        .attribute("userEntity", userEntity)
        .close();
  }
}
