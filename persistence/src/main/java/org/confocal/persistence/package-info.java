/**
 * What outlives the process: the journal and snapshots of the persistent actors, the tables of
 * users, dialled names and active conferences, the records of conferences and calls that follow
 * from the journal, and the migrations that make them all. Embedded H2 in the data directory by
 * default, PostgreSQL by its URL.
 *
 * <pre>
 *   Pekko persistence ── Slick pool ──┐
 *                                     ├── one database (H2 file or PostgreSQL)
 *   directory ports ── our own pool ──┤
 *   RecordKeeper ── the same pool ────┤   journal --&gt; records
 *   DatabaseLease ── one connection ──┘   who stays when a cluster is divided
 * </pre>
 *
 * <p><em>Threading:</em> the ports never block the caller: work waits in one bounded queue and runs
 * on the threads of {@link org.confocal.persistence.Database}. Opening and closing the database
 * block.
 *
 * <p><em>Starting points:</em> {@link org.confocal.persistence.Database}, {@link
 * org.confocal.persistence.PersistenceSettings}, {@link org.confocal.persistence.JournalSettings},
 * {@link org.confocal.persistence.RecordKeeper}, {@link org.confocal.persistence.DatabaseLease}.
 *
 * <p><em>Sources:</em> RFC 7616 section 3.4.2 (the stored password hashes); Pekko Persistence JDBC
 * 1.1 (the tables of the journal).
 */
@NullMarked
package org.confocal.persistence;

import org.jspecify.annotations.NullMarked;
