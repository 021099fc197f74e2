-- A workspace as the first released schema kept it; PRAGMA application_id marks it.
PRAGMA application_id = 1262831954;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE claim_lives (
	life INTEGER NOT NULL, 
	claim_id VARCHAR(64) NOT NULL, 
	family TEXT NOT NULL, 
	extractor TEXT NOT NULL, 
	confidence INTEGER NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	published TEXT, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_claim_lives PRIMARY KEY (life), 
	CONSTRAINT fk_claim_lives_claim_id FOREIGN KEY(claim_id) REFERENCES claims (id), 
	CONSTRAINT fk_claim_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_claim_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_claim_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "claim_lives" VALUES(1,'4699d227a146d81ce201f6250b21386b38922a4c95339f05578167eb56838960','rules','rules/1',50,'2025-03-01',NULL,'2025-03','afad57bc11153494fcc4683a4b603e3480d7d6e95f8acc35c061fec4bbda9043','2026-01-01 12:00:00.000000',NULL);
INSERT INTO "claim_lives" VALUES(2,'05d561b6b775a11d5b6799d9aaca40cf63ac0bdb8d27375f2e16361e43ded517','rules','rules/1',50,'2025-03-01',NULL,'2025-03','a9be1337e79afe951acd8a0f49dc8939c290887abbd4c5aa9f36714882c0b84f','2026-01-01 12:00:00.000000','2026-01-03 12:00:00.000000');
INSERT INTO "claim_lives" VALUES(3,'93c87460968d027e295f8d67d1b52d3a2bb3740ebd98f829890bbb53ea2d9abf','rules','rules/1',50,'2025-04-01','2025-04-30','2025-04-05','b6bdb0579198bbff1141ab275876f30b68bb680097577d3bfcddf094b0189922','2026-01-03 12:00:00.000000',NULL);
CREATE TABLE claims (
	id VARCHAR(64) NOT NULL, 
	document_id VARCHAR(64) NOT NULL, 
	span_start INTEGER NOT NULL, 
	span_end INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	object TEXT, 
	layer TEXT, 
	amount_low TEXT, 
	amount_high TEXT, 
	currency TEXT, 
	basis TEXT, 
	status TEXT NOT NULL, 
	date TEXT, 
	terms JSON NOT NULL, 
	CONSTRAINT pk_claims PRIMARY KEY (id), 
	CONSTRAINT fk_claims_document_id FOREIGN KEY(document_id) REFERENCES documents (id)
);
INSERT INTO "claims" VALUES('4699d227a146d81ce201f6250b21386b38922a4c95339f05578167eb56838960','350452318fa3132b187dd23414250cc1c4e571643c5399ec3d502d922455da35',0,38,'Alpha put 2 billion dollars into Beta.','invests','Alpha','Beta',NULL,'2E+9','2E+9','USD','total','in_effect',NULL,'[]');
INSERT INTO "claims" VALUES('05d561b6b775a11d5b6799d9aaca40cf63ac0bdb8d27375f2e16361e43ded517','350452318fa3132b187dd23414250cc1c4e571643c5399ec3d502d922455da35',39,69,'Beta rents servers from Alpha.','supplies','Alpha','Beta','cloud',NULL,NULL,NULL,NULL,'in_effect',NULL,'[]');
INSERT INTO "claims" VALUES('93c87460968d027e295f8d67d1b52d3a2bb3740ebd98f829890bbb53ea2d9abf','3017b4489d88971fd74a89bbf4dcacd17a4a3fbf9185bdad3d29e3f48312f398',0,42,'Alpha has put 3 billion dollars into Beta.','invests','Alpha','Beta',NULL,'3E+9','3E+9','USD','total','in_effect','2025-04','["exclusive"]');
CREATE TABLE deal_claims (
	life INTEGER NOT NULL, 
	role VARCHAR(9) NOT NULL, 
	position INTEGER NOT NULL, 
	claim_id VARCHAR(64) NOT NULL, 
	status TEXT, 
	day DATE, 
	shares_sum BOOLEAN, 
	CONSTRAINT pk_deal_claims PRIMARY KEY (life, role, position), 
	CONSTRAINT fk_deal_claims_life FOREIGN KEY(life) REFERENCES deal_lives (life), 
	CONSTRAINT fk_deal_claims_claim_id FOREIGN KEY(claim_id) REFERENCES claims (id)
);
INSERT INTO "deal_claims" VALUES(1,'timeline',0,'4699d227a146d81ce201f6250b21386b38922a4c95339f05578167eb56838960','in_effect','2025-03-01',0);
INSERT INTO "deal_claims" VALUES(2,'timeline',0,'05d561b6b775a11d5b6799d9aaca40cf63ac0bdb8d27375f2e16361e43ded517','in_effect','2025-03-01',0);
INSERT INTO "deal_claims" VALUES(3,'timeline',0,'4699d227a146d81ce201f6250b21386b38922a4c95339f05578167eb56838960','in_effect','2025-03-01',0);
INSERT INTO "deal_claims" VALUES(3,'timeline',1,'93c87460968d027e295f8d67d1b52d3a2bb3740ebd98f829890bbb53ea2d9abf','in_effect','2025-04-01',0);
INSERT INTO "deal_claims" VALUES(3,'set_aside',0,'4699d227a146d81ce201f6250b21386b38922a4c95339f05578167eb56838960',NULL,NULL,NULL);
CREATE TABLE deal_lives (
	life INTEGER NOT NULL, 
	deal_id TEXT NOT NULL, 
	relation TEXT NOT NULL, 
	subject_id TEXT NOT NULL, 
	object_id TEXT, 
	object_name TEXT, 
	layer TEXT, 
	status TEXT NOT NULL, 
	amount_low TEXT, 
	amount_high TEXT, 
	currency TEXT, 
	basis TEXT, 
	amount_rule TEXT NOT NULL, 
	terms JSON NOT NULL, 
	valid_from DATE, 
	valid_to DATE, 
	published TEXT, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_deal_lives PRIMARY KEY (life), 
	CONSTRAINT fk_deal_lives_subject_id FOREIGN KEY(subject_id) REFERENCES parties (id), 
	CONSTRAINT fk_deal_lives_object_id FOREIGN KEY(object_id) REFERENCES parties (id), 
	CONSTRAINT fk_deal_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_deal_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_deal_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "deal_lives" VALUES(1,'alpha-beta-invests','invests','Q1','x-beta',NULL,NULL,'in_effect','2E+9','2E+9','USD','total','only_stated','[]','2025-03-01',NULL,'2025-03','b9f97df24e3a088886dfca7c35a22ecfb8dd25414d94a3fcedc5cf8c6b3affeb','2026-01-02 12:00:00.000000','2026-01-03 12:00:00.000000');
INSERT INTO "deal_lives" VALUES(2,'alpha-beta-supplies-cloud','supplies','Q1','x-beta',NULL,'cloud','in_effect',NULL,NULL,NULL,NULL,'none_stated','[]','2025-03-01',NULL,'2025-03','e33608536a45000c2fabf63f24ebf924b345efdb21da34a1063aac2293087e0e','2026-01-02 12:00:00.000000','2026-01-03 12:00:00.000000');
INSERT INTO "deal_lives" VALUES(3,'alpha-beta-invests','invests','Q1','x-beta',NULL,NULL,'in_effect','3E+9','3E+9','USD','total','largest_stated','["exclusive"]','2025-03-01',NULL,'2025-04-05','81867496d02d59382700f3e1a3369b1520eb37d63d30120e9e6d539c35e3e6f6','2026-01-03 12:00:00.000000',NULL);
CREATE TABLE document_lives (
	life INTEGER NOT NULL, 
	document_id VARCHAR(64) NOT NULL, 
	name TEXT NOT NULL, 
	source TEXT NOT NULL, 
	title TEXT, 
	publisher TEXT, 
	published TEXT, 
	url TEXT, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_document_lives PRIMARY KEY (life), 
	CONSTRAINT fk_document_lives_document_id FOREIGN KEY(document_id) REFERENCES documents (id), 
	CONSTRAINT fk_document_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_document_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_document_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "document_lives" VALUES(1,'350452318fa3132b187dd23414250cc1c4e571643c5399ec3d502d922455da35','memo.txt','inbox/memo.txt',NULL,NULL,'2025-03',NULL,'1f12c08bea9924f598a35818cd44eb5fadfd3432533a604e702c8a8aa434734d','2026-01-01 12:00:00.000000',NULL);
INSERT INTO "document_lives" VALUES(2,'3017b4489d88971fd74a89bbf4dcacd17a4a3fbf9185bdad3d29e3f48312f398','note.txt','inbox/note.txt','A note','Gamma','2025-04-05',NULL,'cfb3603523c10ad74148ee0fbb099a86cb7bd54cafb921560095af17f0bfda50','2026-01-03 12:00:00.000000',NULL);
CREATE TABLE documents (
	id VARCHAR(64) NOT NULL, 
	text TEXT NOT NULL, 
	CONSTRAINT pk_documents PRIMARY KEY (id)
);
INSERT INTO "documents" VALUES('350452318fa3132b187dd23414250cc1c4e571643c5399ec3d502d922455da35','Alpha put 2 billion dollars into Beta. Beta rents servers from Alpha.');
INSERT INTO "documents" VALUES('3017b4489d88971fd74a89bbf4dcacd17a4a3fbf9185bdad3d29e3f48312f398','Alpha has put 3 billion dollars into Beta.');
CREATE TABLE figure_lives (
	life INTEGER NOT NULL, 
	series VARCHAR(64) NOT NULL, 
	figure_id VARCHAR(64) NOT NULL, 
	party_id TEXT NOT NULL, 
	item TEXT NOT NULL, 
	segment TEXT, 
	amount_low TEXT, 
	amount_high TEXT, 
	currency TEXT, 
	basis TEXT, 
	valid_from DATE, 
	valid_to DATE, 
	published TEXT, 
	source_title TEXT NOT NULL, 
	source_publisher TEXT NOT NULL, 
	source_url TEXT, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_figure_lives PRIMARY KEY (life), 
	CONSTRAINT fk_figure_lives_party_id FOREIGN KEY(party_id) REFERENCES parties (id), 
	CONSTRAINT fk_figure_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_figure_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_figure_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "figure_lives" VALUES(1,'34da88679745560687c18cb65cb61a54b7998c409f5e3e71c28898b294aead9b','cc03bb4e295940e222e116b833683b6804f9bc62f4778841e29a7b45108e1e88','Q1','revenue',NULL,'1.0E+10','1.0E+10','USD','total','2025-01-01','2025-12-31','2026-02-01','Annual report','Alpha',NULL,'a2b2e7c8875c98c762785a078a5c91535b56cef57cdc2b19982229b1e79c6ad4','2026-01-01 12:00:00.000000',NULL);
CREATE TABLE parties (
	id TEXT NOT NULL, 
	CONSTRAINT pk_parties PRIMARY KEY (id)
);
INSERT INTO "parties" VALUES('Q1');
INSERT INTO "parties" VALUES('x-beta');
CREATE TABLE party_lives (
	life INTEGER NOT NULL, 
	party_id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	aliases JSON NOT NULL, 
	units JSON NOT NULL, 
	wikidata TEXT, 
	lei TEXT, 
	country TEXT, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_party_lives PRIMARY KEY (life), 
	CONSTRAINT fk_party_lives_party_id FOREIGN KEY(party_id) REFERENCES parties (id), 
	CONSTRAINT fk_party_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_party_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_party_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "party_lives" VALUES(1,'Q1','Alpha','cloud_provider','["Alpha Inc."]','["Alpha Cloud"]','Q1',NULL,'US','b3dfc4b7901804a86e1b193b1729e9e574d03b0c5cefa442c900691f9573e012','2026-01-01 12:00:00.000000',NULL);
INSERT INTO "party_lives" VALUES(2,'x-beta','Beta','organisation','[]','[]',NULL,NULL,NULL,'f3c024922e299c2d1e220142b3afebd051032591d2a330efa95f52a3f67eae5d','2026-01-02 12:00:00.000000',NULL);
CREATE TABLE problem_lives (
	life INTEGER NOT NULL, 
	problem_id VARCHAR(64) NOT NULL, 
	step TEXT NOT NULL, 
	about TEXT NOT NULL, 
	code TEXT NOT NULL, 
	severity TEXT NOT NULL, 
	place TEXT NOT NULL, 
	message TEXT NOT NULL, 
	hint TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_problem_lives PRIMARY KEY (life), 
	CONSTRAINT fk_problem_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_problem_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_problem_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "problem_lives" VALUES(1,'3a7c0fae8526b018af528480c6c5eea4c977e59ed28b3c6450b6e9c5dc8469ef','read','a.txt','document.empty','error','a.txt','holds no text','leave the file out','00910f8d959a028d277b2cd4635b9d59ba4aaad3ed68c11d20debfc88179549f','2026-01-01 12:00:00.000000','2026-01-03 12:00:00.000000');
CREATE TABLE recordings (
	recorded_at DATETIME NOT NULL, 
	CONSTRAINT pk_recordings PRIMARY KEY (recorded_at)
);
INSERT INTO "recordings" VALUES('2026-01-01 12:00:00.000000');
INSERT INTO "recordings" VALUES('2026-01-02 12:00:00.000000');
INSERT INTO "recordings" VALUES('2026-01-03 12:00:00.000000');
CREATE TABLE setting_lives (
	life INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	retired_at DATETIME, 
	CONSTRAINT pk_setting_lives PRIMARY KEY (life), 
	CONSTRAINT fk_setting_lives_recorded_at FOREIGN KEY(recorded_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT fk_setting_lives_retired_at FOREIGN KEY(retired_at) REFERENCES recordings (recorded_at), 
	CONSTRAINT ck_setting_lives_retired_after_recorded CHECK (retired_at >= recorded_at)
);
INSERT INTO "setting_lives" VALUES(1,'pack','none','d9b0e006af4cf0f66d848f16e2d14ae33ef7645411367e08bdf27322a9bd542a','2026-01-01 12:00:00.000000',NULL);
CREATE UNIQUE INDEX ux_document_lives_living ON document_lives (document_id) WHERE retired_at IS NULL;
CREATE INDEX ix_document_lives_recorded_at ON document_lives (recorded_at);
CREATE INDEX ix_claims_document_id ON claims (document_id);
CREATE UNIQUE INDEX ux_claim_lives_living ON claim_lives (claim_id, family) WHERE retired_at IS NULL;
CREATE INDEX ix_claim_lives_recorded_at ON claim_lives (recorded_at);
CREATE UNIQUE INDEX ux_party_lives_living ON party_lives (party_id) WHERE retired_at IS NULL;
CREATE INDEX ix_party_lives_recorded_at ON party_lives (recorded_at);
CREATE UNIQUE INDEX ux_figure_lives_living ON figure_lives (series) WHERE retired_at IS NULL;
CREATE INDEX ix_figure_lives_recorded_at ON figure_lives (recorded_at);
CREATE UNIQUE INDEX ux_deal_lives_living ON deal_lives (deal_id) WHERE retired_at IS NULL;
CREATE INDEX ix_deal_lives_recorded_at ON deal_lives (recorded_at);
CREATE INDEX ix_deal_claims_claim_id ON deal_claims (claim_id);
CREATE UNIQUE INDEX ux_problem_lives_living ON problem_lives (problem_id) WHERE retired_at IS NULL;
CREATE INDEX ix_problem_lives_recorded_at ON problem_lives (recorded_at);
CREATE UNIQUE INDEX ux_setting_lives_living ON setting_lives ("key") WHERE retired_at IS NULL;
CREATE INDEX ix_setting_lives_recorded_at ON setting_lives (recorded_at);
COMMIT;
