-- The register book lists what an office received, in the order of receipt.
CREATE INDEX dossier_received_at_office ON dossier (receiving_office_id, received_at, id);
