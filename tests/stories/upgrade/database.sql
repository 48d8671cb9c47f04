BEGIN TRANSACTION;
CREATE TABLE account (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	owner_id BIGINT, 
	currency TEXT NOT NULL, 
	credit_micro BIGINT, 
	balance_micro BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (id), 
	CONSTRAINT ck_account_within_credit CHECK (credit_micro IS NULL OR balance_micro >= -credit_micro), 
	CONSTRAINT ck_account_credit_not_negative CHECK (credit_micro IS NULL OR credit_micro >= 0), 
	CONSTRAINT fk_account_owner_id_person FOREIGN KEY(owner_id) REFERENCES person (id)
);
INSERT INTO "account" VALUES(1,'wallet',2001,'USD',0,49910000,2);
INSERT INTO "account" VALUES(2,'expense:promo',NULL,'USD',NULL,-3950000000,79);
INSERT INTO "account" VALUES(3,'held',2001,'USD',0,0,2);
INSERT INTO "account" VALUES(4,'revenue:sales',NULL,'USD',NULL,594000,11);
INSERT INTO "account" VALUES(5,'wallet',2002,'USD',0,49946000,3);
INSERT INTO "account" VALUES(6,'held',2002,'USD',0,0,2);
INSERT INTO "account" VALUES(7,'wallet',2003,'USD',0,50000000,3);
INSERT INTO "account" VALUES(8,'held',2003,'USD',0,0,2);
INSERT INTO "account" VALUES(9,'wallet',2004,'USD',0,49910000,2);
INSERT INTO "account" VALUES(10,'held',2004,'USD',0,0,2);
INSERT INTO "account" VALUES(11,'wallet',2005,'USD',0,49910000,2);
INSERT INTO "account" VALUES(12,'held',2005,'USD',0,0,2);
INSERT INTO "account" VALUES(13,'wallet',2006,'USD',0,49910000,2);
INSERT INTO "account" VALUES(14,'held',2006,'USD',0,0,2);
INSERT INTO "account" VALUES(15,'wallet',2007,'USD',0,49820000,2);
INSERT INTO "account" VALUES(16,'held',2007,'USD',0,0,2);
INSERT INTO "account" VALUES(17,'wallet',2008,'USD',0,50000000,3);
INSERT INTO "account" VALUES(18,'held',2008,'USD',0,0,2);
INSERT INTO "account" VALUES(19,'wallet',2009,'USD',0,50000000,3);
INSERT INTO "account" VALUES(20,'held',2009,'USD',0,0,2);
INSERT INTO "account" VALUES(21,'wallet',2010,'USD',0,50000000,3);
INSERT INTO "account" VALUES(22,'held',2010,'USD',0,0,2);
INSERT INTO "account" VALUES(23,'wallet',2011,'USD',0,50000000,3);
INSERT INTO "account" VALUES(24,'held',2011,'USD',0,0,2);
INSERT INTO "account" VALUES(25,'wallet',2012,'USD',0,50000000,3);
INSERT INTO "account" VALUES(26,'held',2012,'USD',0,0,2);
INSERT INTO "account" VALUES(27,'wallet',2013,'USD',0,50000000,3);
INSERT INTO "account" VALUES(28,'held',2013,'USD',0,0,2);
INSERT INTO "account" VALUES(29,'wallet',2014,'USD',0,50000000,3);
INSERT INTO "account" VALUES(30,'held',2014,'USD',0,0,2);
INSERT INTO "account" VALUES(31,'wallet',2015,'USD',0,50000000,3);
INSERT INTO "account" VALUES(32,'held',2015,'USD',0,0,2);
INSERT INTO "account" VALUES(33,'wallet',2016,'USD',0,50000000,3);
INSERT INTO "account" VALUES(34,'held',2016,'USD',0,0,2);
INSERT INTO "account" VALUES(35,'wallet',2017,'USD',0,50000000,3);
INSERT INTO "account" VALUES(36,'held',2017,'USD',0,0,2);
INSERT INTO "account" VALUES(37,'wallet',2018,'USD',0,50000000,3);
INSERT INTO "account" VALUES(38,'held',2018,'USD',0,0,2);
INSERT INTO "account" VALUES(39,'wallet',2019,'USD',0,50000000,3);
INSERT INTO "account" VALUES(40,'wallet',2020,'USD',0,50000000,3);
INSERT INTO "account" VALUES(41,'wallet',2021,'USD',0,50000000,3);
INSERT INTO "account" VALUES(42,'wallet',2022,'USD',0,50000000,3);
INSERT INTO "account" VALUES(43,'wallet',2023,'USD',0,50000000,3);
INSERT INTO "account" VALUES(44,'wallet',2024,'USD',0,50000000,3);
INSERT INTO "account" VALUES(45,'wallet',2025,'USD',0,50000000,3);
INSERT INTO "account" VALUES(46,'held',2019,'USD',0,0,2);
INSERT INTO "account" VALUES(47,'held',2020,'USD',0,0,2);
INSERT INTO "account" VALUES(48,'held',2021,'USD',0,0,2);
INSERT INTO "account" VALUES(49,'held',2022,'USD',0,0,2);
INSERT INTO "account" VALUES(50,'held',2023,'USD',0,0,2);
INSERT INTO "account" VALUES(51,'held',2024,'USD',0,0,2);
INSERT INTO "account" VALUES(52,'held',2025,'USD',0,0,2);
INSERT INTO "account" VALUES(53,'wallet',2026,'USD',0,49901000,2);
INSERT INTO "account" VALUES(54,'held',2026,'USD',0,99000,1);
INSERT INTO "account" VALUES(55,'wallet',2027,'USD',0,49892000,2);
INSERT INTO "account" VALUES(56,'held',2027,'USD',0,108000,1);
INSERT INTO "account" VALUES(57,'wallet',2028,'USD',0,49883000,2);
INSERT INTO "account" VALUES(58,'held',2028,'USD',0,117000,1);
INSERT INTO "account" VALUES(59,'wallet',2029,'USD',0,1001000,1);
INSERT INTO "account" VALUES(60,'clearing:stars',NULL,'USD',NULL,-1001000,1);
INSERT INTO "account" VALUES(61,'wallet',2031,'USD',0,1000000,1);
INSERT INTO "account" VALUES(62,'clearing:card',NULL,'USD',NULL,-1000000,1);
INSERT INTO "account" VALUES(63,'wallet',2041,'USD',0,50000000,1);
INSERT INTO "account" VALUES(64,'wallet',2042,'USD',0,50000000,1);
INSERT INTO "account" VALUES(65,'wallet',2043,'USD',0,50000000,1);
INSERT INTO "account" VALUES(66,'wallet',2044,'USD',0,50000000,1);
INSERT INTO "account" VALUES(67,'wallet',2045,'USD',0,50000000,1);
INSERT INTO "account" VALUES(68,'wallet',2046,'USD',0,50000000,1);
INSERT INTO "account" VALUES(69,'wallet',2047,'USD',0,50000000,1);
INSERT INTO "account" VALUES(70,'wallet',2048,'USD',0,50000000,1);
INSERT INTO "account" VALUES(71,'wallet',2049,'USD',0,50000000,1);
INSERT INTO "account" VALUES(72,'wallet',2050,'USD',0,50000000,1);
INSERT INTO "account" VALUES(73,'wallet',2051,'USD',0,50000000,1);
INSERT INTO "account" VALUES(74,'wallet',2052,'USD',0,50000000,1);
INSERT INTO "account" VALUES(75,'wallet',2053,'USD',0,50000000,1);
INSERT INTO "account" VALUES(76,'wallet',2054,'USD',0,50000000,1);
INSERT INTO "account" VALUES(77,'wallet',2055,'USD',0,50000000,1);
INSERT INTO "account" VALUES(78,'wallet',2056,'USD',0,50000000,1);
INSERT INTO "account" VALUES(79,'wallet',2057,'USD',0,50000000,1);
INSERT INTO "account" VALUES(80,'wallet',2058,'USD',0,50000000,1);
INSERT INTO "account" VALUES(81,'wallet',2059,'USD',0,50000000,1);
INSERT INTO "account" VALUES(82,'wallet',2060,'USD',0,50000000,1);
INSERT INTO "account" VALUES(83,'wallet',2061,'USD',0,50000000,1);
INSERT INTO "account" VALUES(84,'wallet',2062,'USD',0,50000000,1);
INSERT INTO "account" VALUES(85,'wallet',2063,'USD',0,50000000,1);
INSERT INTO "account" VALUES(86,'wallet',2064,'USD',0,50000000,1);
INSERT INTO "account" VALUES(87,'wallet',2065,'USD',0,50000000,1);
INSERT INTO "account" VALUES(88,'wallet',2066,'USD',0,50000000,1);
INSERT INTO "account" VALUES(89,'wallet',2067,'USD',0,50000000,1);
INSERT INTO "account" VALUES(90,'wallet',2068,'USD',0,50000000,1);
INSERT INTO "account" VALUES(91,'wallet',2069,'USD',0,50000000,1);
INSERT INTO "account" VALUES(92,'wallet',2070,'USD',0,50000000,1);
INSERT INTO "account" VALUES(93,'wallet',2071,'USD',0,50000000,1);
INSERT INTO "account" VALUES(94,'wallet',2072,'USD',0,50000000,1);
INSERT INTO "account" VALUES(95,'wallet',2073,'USD',0,50000000,1);
INSERT INTO "account" VALUES(96,'wallet',2074,'USD',0,50000000,1);
INSERT INTO "account" VALUES(97,'wallet',2075,'USD',0,50000000,1);
INSERT INTO "account" VALUES(98,'wallet',2077,'USD',0,50000000,1);
INSERT INTO "account" VALUES(99,'wallet',2078,'USD',0,49848800,2);
INSERT INTO "account" VALUES(100,'wallet',2079,'USD',0,49848800,2);
INSERT INTO "account" VALUES(101,'wallet',2080,'USD',0,49848800,2);
INSERT INTO "account" VALUES(102,'wallet',2081,'USD',0,49848800,2);
INSERT INTO "account" VALUES(103,'wallet',2082,'USD',0,49848800,2);
INSERT INTO "account" VALUES(104,'wallet',2083,'USD',0,49848800,2);
INSERT INTO "account" VALUES(105,'wallet',2084,'USD',0,49848800,2);
INSERT INTO "account" VALUES(106,'wallet',2085,'USD',0,49848800,2);
INSERT INTO "account" VALUES(107,'wallet',2086,'USD',0,49848800,2);
INSERT INTO "account" VALUES(108,'wallet',2087,'USD',0,49848800,2);
INSERT INTO "account" VALUES(109,'wallet',2088,'USD',0,49848800,2);
INSERT INTO "account" VALUES(110,'wallet',2089,'USD',0,50000000,1);
INSERT INTO "account" VALUES(111,'wallet',2090,'USD',0,50000000,1);
INSERT INTO "account" VALUES(112,'wallet',2091,'USD',0,50000000,1);
INSERT INTO "account" VALUES(113,'wallet',2092,'USD',0,50000000,1);
INSERT INTO "account" VALUES(114,'held',2078,'USD',0,151200,1);
INSERT INTO "account" VALUES(115,'held',2079,'USD',0,151200,1);
INSERT INTO "account" VALUES(116,'held',2080,'USD',0,151200,1);
INSERT INTO "account" VALUES(117,'held',2081,'USD',0,151200,1);
INSERT INTO "account" VALUES(118,'held',2082,'USD',0,151200,1);
INSERT INTO "account" VALUES(119,'held',2083,'USD',0,151200,1);
INSERT INTO "account" VALUES(120,'held',2084,'USD',0,151200,1);
INSERT INTO "account" VALUES(121,'held',2085,'USD',0,151200,1);
INSERT INTO "account" VALUES(122,'held',2086,'USD',0,151200,1);
INSERT INTO "account" VALUES(123,'held',2087,'USD',0,151200,1);
INSERT INTO "account" VALUES(124,'held',2088,'USD',0,151200,1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0015');
CREATE TABLE attempt (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	outcome TEXT NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	http_status INTEGER, 
	excerpt TEXT, balance_before_micro BIGINT, balance_before_decimals SMALLINT, named_by TEXT, 
	CONSTRAINT pk_attempt PRIMARY KEY (id), 
	CONSTRAINT ck_attempt_outcome_known CHECK (outcome IN ('open','accepted','rejected','not_sent','unknown')), 
	CONSTRAINT fk_attempt_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id)
);
INSERT INTO "attempt" VALUES(1,1,1,'accepted','2026-01-01 12:00:00.300000','2026-01-01 12:00:00.400000',200,'{
    "order": 23501
}',10000000000,0,NULL);
INSERT INTO "attempt" VALUES(2,2,1,'accepted','2026-01-01 12:01:01.200000','2026-01-01 12:01:01.300000',200,'{
    "order": 23502
}',9999910000,2,NULL);
INSERT INTO "attempt" VALUES(3,3,1,'accepted','2026-01-01 12:02:02.200000','2026-01-01 12:02:02.300000',200,'{
    "order": 23503
}',9999856000,3,NULL);
INSERT INTO "attempt" VALUES(4,4,1,'accepted','2026-01-01 12:03:03.200000','2026-01-01 12:03:03.300000',200,'{
    "order": 23504
}',9999856000,3,NULL);
INSERT INTO "attempt" VALUES(5,5,1,'accepted','2026-01-01 12:03:03.500000','2026-01-01 12:03:03.600000',200,'{
    "order": 23505
}',9999766000,3,NULL);
INSERT INTO "attempt" VALUES(6,6,1,'accepted','2026-01-01 12:03:03.800000','2026-01-01 12:03:03.900000',200,'{
    "order": 23506
}',9999676000,3,NULL);
INSERT INTO "attempt" VALUES(7,7,1,'accepted','2026-01-01 12:03:04.100000','2026-01-01 12:03:04.200000',200,'{
    "order": 23507
}',9999586000,3,NULL);
INSERT INTO "attempt" VALUES(8,8,1,'accepted','2026-01-01 12:04:04.400000','2026-01-01 12:04:04.500000',200,'{
    "order": 23508
}',9999406000,3,NULL);
INSERT INTO "attempt" VALUES(9,9,1,'rejected','2026-01-01 12:04:05.500000','2026-01-01 12:04:05.600000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(10,10,1,'rejected','2026-01-01 12:04:05.700000','2026-01-01 12:04:05.800000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(11,11,1,'rejected','2026-01-01 12:04:05.900000','2026-01-01 12:04:06.000000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(12,12,1,'rejected','2026-01-01 12:04:06.100000','2026-01-01 12:04:06.200000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(13,13,1,'rejected','2026-01-01 12:04:06.300000','2026-01-01 12:04:06.400000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(14,14,1,'rejected','2026-01-01 12:04:06.500000','2026-01-01 12:04:06.600000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(15,15,1,'rejected','2026-01-01 12:04:06.700000','2026-01-01 12:04:06.800000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(16,16,1,'rejected','2026-01-01 12:04:06.900000','2026-01-01 12:04:07.000000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(17,17,1,'rejected','2026-01-01 12:04:07.100000','2026-01-01 12:04:07.200000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(18,18,1,'rejected','2026-01-01 12:04:07.300000','2026-01-01 12:04:07.400000',200,'{
	"error": "Invalid link"
}',9999226000,3,NULL);
INSERT INTO "attempt" VALUES(19,26,1,'unknown','2026-01-01 12:34:09.718000','2026-01-01 12:34:09.818000',NULL,'',9999406000,3,NULL);
INSERT INTO "attempt" VALUES(20,27,1,'unknown','2026-01-01 12:59:10.383000','2026-01-01 12:59:10.483000',200,'{"error":"系统繁忙"}',9999406000,3,NULL);
INSERT INTO "attempt" VALUES(21,28,1,'unknown','2026-01-01 13:03:11.044000','2026-01-01 13:03:11.144000',NULL,'',9999406000,3,NULL);
CREATE TABLE audited (
	id SMALLINT NOT NULL, 
	journal_id BIGINT NOT NULL, 
	order_id BIGINT NOT NULL, 
	at DATETIME NOT NULL, 
	whole_at DATETIME NOT NULL, 
	CONSTRAINT pk_audited PRIMARY KEY (id), 
	CONSTRAINT ck_audited_only_one CHECK (id = 1)
);
CREATE TABLE broadcast (
	id INTEGER NOT NULL, 
	operator_id BIGINT NOT NULL, 
	method TEXT DEFAULT '' NOT NULL, 
	content JSON NOT NULL, 
	state TEXT NOT NULL, 
	total INTEGER DEFAULT '0' NOT NULL, 
	progress_message_id BIGINT, 
	answered_by BIGINT, 
	created_at DATETIME NOT NULL, 
	started_at DATETIME, 
	finished_at DATETIME, 
	CONSTRAINT pk_broadcast PRIMARY KEY (id), 
	CONSTRAINT ck_broadcast_state_known CHECK (state IN ('asked','shown','sending','stopped','done','dropped')), 
	CONSTRAINT fk_broadcast_operator_id_person FOREIGN KEY(operator_id) REFERENCES person (id)
);
INSERT INTO "broadcast" VALUES(1,900,'sendMessage','{"text": "Sale on <b>Friday</b> & Saturday", "entities": []}','sending',80,24,1320,'2026-01-01 13:03:22.172000','2026-01-01 13:03:22.304000',NULL);
CREATE TABLE checkout (
	invoice_id INTEGER NOT NULL, 
	agreed_at DATETIME NOT NULL, 
	told_at DATETIME, 
	CONSTRAINT pk_checkout PRIMARY KEY (invoice_id), 
	CONSTRAINT fk_checkout_invoice_id_invoice FOREIGN KEY(invoice_id) REFERENCES invoice (id)
);
INSERT INTO "checkout" VALUES(1,'2026-01-01 13:03:11.172000',NULL);
INSERT INTO "checkout" VALUES(3,'2026-01-01 13:03:11.304000',NULL);
INSERT INTO "checkout" VALUES(5,'2026-01-01 13:03:26.662000',NULL);
CREATE TABLE confirm (
	token TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	draft_id TEXT NOT NULL, 
	terms JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, offered_as TEXT, 
	CONSTRAINT pk_confirm PRIMARY KEY (token), 
	CONSTRAINT fk_confirm_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "confirm" VALUES('9ubXsqc_OD3KS0U8zGOJ4A',2001,'2FLtj-VW','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2001/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:00:00.200000','2026-01-01 12:10:00.200000','2026-01-01 12:00:00.200000','shop:USD');
INSERT INTO "confirm" VALUES('SNJanVcnvYbbHUlFP85isg',2002,'jf5l_Rvn','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2002/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:01:01.200000','2026-01-01 12:11:01.200000','2026-01-01 12:01:01.200000','shop:USD');
INSERT INTO "confirm" VALUES('LrGqXX6sF5wkKhbmPJ1fyA',2003,'GmXr1QUp','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2003/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:02:02.200000','2026-01-01 12:12:02.200000','2026-01-01 12:02:02.200000','shop:USD');
INSERT INTO "confirm" VALUES('3iC1ZRvt9-n3JfYtc14Wbg',2004,'W_HGdkop','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2004/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:03:03.200000','2026-01-01 12:13:03.200000','2026-01-01 12:03:03.200000','shop:USD');
INSERT INTO "confirm" VALUES('3UU-2XqbrJqkXtUPZWcqSA',2005,'W-wVzxoG','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2005/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:03:03.400000','2026-01-01 12:13:03.400000','2026-01-01 12:03:03.400000','shop:USD');
INSERT INTO "confirm" VALUES('G8xDS9OyDjlt3yIwoLKXVg',2006,'B9wgxmaM','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2006/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:03:03.700000','2026-01-01 12:13:03.700000','2026-01-01 12:03:03.700000','shop:USD');
INSERT INTO "confirm" VALUES('ZvlDb7P2XLK5e-JMKuR9BQ',2007,'ksxiAiWZ','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2007/", "quantity": 200, "fields": {"quantity": 200}, "price_micro": 180000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 180000}','2026-01-01 12:03:04.000000','2026-01-01 12:13:04.000000','2026-01-01 12:03:04.000000','shop:USD');
INSERT INTO "confirm" VALUES('pWncaGE3qqozqsS4fTcOYQ',2008,'bc1o6RYQ','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2008/", "quantity": 200, "fields": {"quantity": 200}, "price_micro": 180000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 180000}','2026-01-01 12:04:04.300000','2026-01-01 12:14:04.300000','2026-01-01 12:04:04.300000','shop:USD');
INSERT INTO "confirm" VALUES('d1hfgLfM3iHtW3tYO8JV_g',2009,'9g3qgy52','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2009/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:05.500000','2026-01-01 12:14:05.500000','2026-01-01 12:04:05.500000','shop:USD');
INSERT INTO "confirm" VALUES('HXqs4kl4yqzErjz3CdXb1w',2010,'FQ6XNbXs','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2010/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:05.660000','2026-01-01 12:14:05.660000','2026-01-01 12:04:05.660000','shop:USD');
INSERT INTO "confirm" VALUES('lnDi4vqwCXVqshZMqAsa7g',2011,'qIlnHqP3','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2011/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:05.828000','2026-01-01 12:14:05.828000','2026-01-01 12:04:05.828000','shop:USD');
INSERT INTO "confirm" VALUES('HPCGw-U11LazxsZw9_ml6A',2012,'7QunV-EV','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2012/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:06.028000','2026-01-01 12:14:06.028000','2026-01-01 12:04:06.028000','shop:USD');
INSERT INTO "confirm" VALUES('oedeJ3JE8yphwW-hKCVMDQ',2013,'bfsDl2So','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2013/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:06.228000','2026-01-01 12:14:06.228000','2026-01-01 12:04:06.228000','shop:USD');
INSERT INTO "confirm" VALUES('DUHoiF7eknNYNqtV2oIpug',2014,'lPkgjYCY','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2014/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:06.428000','2026-01-01 12:14:06.428000','2026-01-01 12:04:06.428000','shop:USD');
INSERT INTO "confirm" VALUES('4IdPGKbqCn-L6oBEiGWuZA',2015,'gjoc_Yff','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2015/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:06.628000','2026-01-01 12:14:06.628000','2026-01-01 12:04:06.628000','shop:USD');
INSERT INTO "confirm" VALUES('qaaXJEhw6UOEOYxuYhq1ng',2016,'6s2lc7P0','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2016/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:06.828000','2026-01-01 12:14:06.828000','2026-01-01 12:04:06.828000','shop:USD');
INSERT INTO "confirm" VALUES('jLd8w5vrkBBA11uZ964ulQ',2017,'vnRhPcme','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2017/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.028000','2026-01-01 12:14:07.028000','2026-01-01 12:04:07.028000','shop:USD');
INSERT INTO "confirm" VALUES('FtN746L9FtSERQG9eEEqoA',2018,'ESipt9x-','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2018/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.228000','2026-01-01 12:14:07.228000','2026-01-01 12:04:07.228000','shop:USD');
INSERT INTO "confirm" VALUES('UoEBL_HhrIut08oWkrWCAg',2019,'WOOdOoes','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2019/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.428000','2026-01-01 12:14:07.428000','2026-01-01 12:04:07.428000','shop:USD');
INSERT INTO "confirm" VALUES('_8cMzD7KJdQ9K6gKYahQ_w',2020,'6OBT7MzC','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2020/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.600000','2026-01-01 12:14:07.600000','2026-01-01 12:04:07.628000','shop:USD');
INSERT INTO "confirm" VALUES('HX0aCiSVRAdwR8FwD5vacA',2021,'tH4-nhWN','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2021/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.628000','2026-01-01 12:14:07.628000','2026-01-01 12:04:07.628000','shop:USD');
INSERT INTO "confirm" VALUES('BNXvuF7cKgWBR_VyPUPzLQ',2022,'6YUXaaR4','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2022/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.628000','2026-01-01 12:14:07.628000','2026-01-01 12:04:07.800000','shop:USD');
INSERT INTO "confirm" VALUES('0kDqi6SRwD1Uh9cMrb2-Sg',2023,'iOtKlmpJ','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2023/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.828000','2026-01-01 12:14:07.828000','2026-01-01 12:04:07.828000','shop:USD');
INSERT INTO "confirm" VALUES('tfibXWk8aGjBwO1GMhvAww',2024,'zHFylNx3','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2024/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:07.828000','2026-01-01 12:14:07.828000','2026-01-01 12:04:07.828000','shop:USD');
INSERT INTO "confirm" VALUES('Tbm_m-6Lb0Oiqn_oQHR4mQ',2025,'UloQwm0A','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2025/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}','2026-01-01 12:04:08.000000','2026-01-01 12:14:08.000000','2026-01-01 12:04:08.028000','shop:USD');
INSERT INTO "confirm" VALUES('YXQsY97ZrkGKKWK42fNydg',2026,'d68GAy2m','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2026/", "quantity": 110, "fields": {"quantity": 110}, "price_micro": 99000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 99000}','2026-01-01 12:34:09.718000','2026-01-01 12:44:09.718000','2026-01-01 12:34:09.718000','shop:USD');
INSERT INTO "confirm" VALUES('GDes3k8jITqwsea6ewEe_w',2027,'8hPHKwZS','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2027/", "quantity": 120, "fields": {"quantity": 120}, "price_micro": 108000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 108000}','2026-01-01 12:59:10.283000','2026-01-01 13:09:10.283000','2026-01-01 12:59:10.283000','shop:USD');
INSERT INTO "confirm" VALUES('KYEgxoHXulV0BCX-qRKFZg',2028,'hD_zKYP9','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2028/", "quantity": 130, "fields": {"quantity": 130}, "price_micro": 117000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 117000}','2026-01-01 13:03:10.944000','2026-01-01 13:13:10.944000','2026-01-01 13:03:10.944000','shop:USD');
INSERT INTO "confirm" VALUES('vO443ynJA__Ucl_CBUQwxg',2045,'V9nX9qEB','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "runs": 3, "interval": 30}, "price_micro": 324000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 270000}','2026-01-01 13:03:13.535000','2026-01-01 13:13:13.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('d6tTg3T6Py8bFI92p6FdyA',2051,'32REifbJ','{"service_id": "187", "service_name": "Website traffic | Worldwide", "link": "https://example.com/cats", "quantity": 300, "fields": {"quantity": 100, "country": "US", "device": "1", "type_of_traffic": "1", "google_keyword": "best cats", "referring_url": "https://example.com/cats", "runs": 3, "interval": 30}, "price_micro": 144000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 120000}','2026-01-01 13:03:15.535000','2026-01-01 13:13:15.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('joeZnN7CdJpZVUqSecM7rA',2052,'F8ecl01_','{"service_id": "10", "service_name": "Instagram Followers | Package 1000", "link": "https://www.instagram.com/p/abc123/", "quantity": null, "fields": {}, "price_micro": 1320000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 1100000}','2026-01-01 13:03:15.535000','2026-01-01 13:13:15.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('B_0IYivlYbul0U00G9t8cA',2054,'_cGJEJSE','{"service_id": "37", "service_name": "Instagram Comments | Custom", "link": "https://www.instagram.com/p/abc123/", "quantity": 10, "fields": {"comments": ["comments0", "comments1", "comments2", "comments3", "comments4", "comments5", "comments6", "comments7", "comments8", "comments9"]}, "price_micro": 96000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 80000}','2026-01-01 13:03:16.144000','2026-01-01 13:13:16.144000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('5GhKsfTbTkg6jn41_v8iVg',2056,'3b_QydIZ','{"service_id": "135", "service_name": "Telegram Poll votes", "link": "https://t.me/some_channel/12", "quantity": 300, "fields": {"quantity": 100, "answer_number": 2, "runs": 3, "interval": 30}, "price_micro": 504000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 420000}','2026-01-01 13:03:16.535000','2026-01-01 13:13:16.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('A84N_zB3gmib1F4mLq3rhQ',2058,'7ev1cNMs','{"service_id": "121", "service_name": "Telegram Members | From groups you name", "link": "https://t.me/some_channel/12", "quantity": 300, "fields": {"quantity": 100, "groups": ["https://t.me/first_group", "https://t.me/second_group"], "runs": 3, "interval": 30}, "price_micro": 1872000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 1560000}','2026-01-01 13:03:17.304000','2026-01-01 13:13:17.304000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('rrIbrRrr9tDosY0kncgRMA',2060,'HgD_U24b','{"service_id": "75", "service_name": "YouTube SEO views | By keywords", "link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "quantity": 300, "fields": {"quantity": 100, "keywords": ["cats", "dogs"], "runs": 3, "interval": 30}, "price_micro": 1476000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 1230000}','2026-01-01 13:03:17.535000','2026-01-01 13:13:17.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('5yFB4GG7TDuoPQhVghTEHg',2062,'z-JaaH68','{"service_id": "56", "service_name": "Instagram Mentions | Usernames", "link": "https://www.instagram.com/p/abc123/", "quantity": 20, "fields": {"usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19"]}, "price_micro": 72000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 60000}','2026-01-01 13:03:18.271000','2026-01-01 13:13:18.271000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('uufM8tSQjqK8QIsuTeLcgQ',2064,'5MorVGwg','{"service_id": "55", "service_name": "Instagram Mentions | Likers of a post", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "media": "https://www.instagram.com/p/abc123/", "runs": 3, "interval": 30}, "price_micro": 1026000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 855000}','2026-01-01 13:03:18.535000','2026-01-01 13:13:18.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('fVknIDVHV4crUhqP5clrXw',2066,'mssUTKjz','{"service_id": "54", "service_name": "Instagram Mentions | Followers of a user", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "username": "natgeo", "runs": 3, "interval": 30}, "price_micro": 990000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 825000}','2026-01-01 13:03:19.304000','2026-01-01 13:13:19.304000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('4GsSuF-t3OSBRc9fO-i8mw',2068,'SDVSqsEo','{"service_id": "53", "service_name": "Instagram Mentions | By hashtag", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "hashtag": "#cats", "runs": 3, "interval": 30}, "price_micro": 1044000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 870000}','2026-01-01 13:03:19.964000','2026-01-01 13:13:19.964000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('RNzBbXH4GmdyW3LfFcQ2Bg',2070,'y7mT0JX7','{"service_id": "52", "service_name": "Instagram Mentions | With hashtags", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19", "usernames20", "usernames21", "usernames22", "usernames23", "usernames24", "usernames25", "usernames26", "usernames27", "usernames28", "usernames29", "usernames30", "usernames31", "usernames32", "usernames33", "usernames34", "usernames35", "usernames36", "usernames37", "usernames38", "usernames39", "usernames40", "usernames41", "usernames42", "usernames43", "usernames44", "usernames45", "usernames46", "usernames47", "usernames48", "usernames49"], "hashtags": ["#cats", "#dogs"], "runs": 3, "interval": 30}, "price_micro": 1296000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 1080000}','2026-01-01 13:03:20.535000','2026-01-01 13:13:20.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('hMuMvmoZcuoS8pkaBIpvrw',2071,'DcKtrWRK','{"service_id": "51", "service_name": "Instagram Mentions | Your list", "link": "https://www.instagram.com/p/abc123/", "quantity": 20, "fields": {"usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19"]}, "price_micro": 76800, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 64000}','2026-01-01 13:03:20.964000','2026-01-01 13:13:20.964000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('wyh8BXZajjOzf5Se0QvIBw',2072,'v7mvPz1q','{"service_id": "40", "service_name": "Instagram Comment Replies", "link": "https://www.instagram.com/p/abc123/", "quantity": 5, "fields": {"username": "natgeo", "comments": ["comments0", "comments1", "comments2", "comments3", "comments4"]}, "price_micro": 66000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 55000}','2026-01-01 13:03:21.271000','2026-01-01 13:13:21.271000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('B1Bs0YBpvxGmDcwmT8FH9Q',2073,'Su48YGRr','{"service_id": "39", "service_name": "Instagram Comments | 10 of your own, one price", "link": "https://www.instagram.com/p/abc123/", "quantity": 5, "fields": {"comments": ["comments0", "comments1", "comments2", "comments3", "comments4"]}, "price_micro": 1140000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 950000}','2026-01-01 13:03:21.304000','2026-01-01 13:13:21.304000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('8zEFRjPqfZ8mvt7xiQAzHw',2074,'wyzqw2-6','{"service_id": "25", "service_name": "Instagram Comment Likes", "link": "https://www.instagram.com/p/abc123/", "quantity": 300, "fields": {"quantity": 100, "username": "natgeo", "runs": 3, "interval": 30}, "price_micro": 336000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 240000}','2026-01-01 13:03:21.535000','2026-01-01 13:13:21.535000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('aA65OoMIETa9ktCzxBm9iA',2077,'SOX3sL3Y','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/", "quantity": 150, "fields": {"quantity": 150}, "price_micro": 162000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 135000}','2026-01-01 13:03:22.172000','2026-01-01 13:13:22.172000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('otAzCYIDb4jp6nz0mccLuw',2075,'K9qT2luE','{"service_id": "37", "service_name": "Instagram Comments | Custom", "link": "https://www.instagram.com/p/abc123/", "quantity": 30, "fields": {"comments": ["comment number 0 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 3 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 4 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 5 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 6 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 7 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 8 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 9 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 10 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 11 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 12 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 13 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 14 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 15 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 16 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 17 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 18 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 19 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 20 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 21 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 22 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 23 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 24 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 25 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 26 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 27 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 28 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 29 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]}, "price_micro": 288000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 240000}','2026-01-01 13:03:25.365000','2026-01-01 13:13:25.365000',NULL,'shop:USD');
INSERT INTO "confirm" VALUES('FrnJBGCn-LVJ4TkbTn_qyw',2078,'ylUwXOVm','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2078/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:25.926000','2026-01-01 13:13:25.926000','2026-01-01 13:03:25.959000','shop:USD');
INSERT INTO "confirm" VALUES('L0pZ3xxgPg9FCexBjv1Eww',2079,'_N2jCW4z','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2079/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:25.992000','2026-01-01 13:13:25.992000','2026-01-01 13:03:26.025000','shop:USD');
INSERT INTO "confirm" VALUES('P6QSnVuzVvase5j3CideUQ',2080,'gHEJ0Xfv','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2080/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.058000','2026-01-01 13:13:26.058000','2026-01-01 13:03:26.091000','shop:USD');
INSERT INTO "confirm" VALUES('weRvM3FDsapp__a_nzw6eA',2081,'AACz6OKA','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2081/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.124000','2026-01-01 13:13:26.124000','2026-01-01 13:03:26.157000','shop:USD');
INSERT INTO "confirm" VALUES('_cHK43mHLnuewKXEUaj7aQ',2082,'gXLkjY7N','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2082/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.190000','2026-01-01 13:13:26.190000','2026-01-01 13:03:26.223000','shop:USD');
INSERT INTO "confirm" VALUES('CYdnSLJbeGpIH7jDZUybnQ',2083,'PgSPhztl','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2083/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.271000','2026-01-01 13:13:26.271000','2026-01-01 13:03:26.299000','shop:USD');
INSERT INTO "confirm" VALUES('W-rymLCf_XhwokEJ0FmFkA',2084,'t1ct7qGc','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2084/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.332000','2026-01-01 13:13:26.332000','2026-01-01 13:03:26.365000','shop:USD');
INSERT INTO "confirm" VALUES('ckVj-_zx-Pj4ZIdfz-CZ0w',2085,'vaBaZYgQ','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2085/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.398000','2026-01-01 13:13:26.398000','2026-01-01 13:03:26.431000','shop:USD');
INSERT INTO "confirm" VALUES('wgMz6AEA8aYSkhTBr2I-MQ',2086,'l2383Cj6','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2086/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.464000','2026-01-01 13:13:26.464000','2026-01-01 13:03:26.497000','shop:USD');
INSERT INTO "confirm" VALUES('5TAgFmIISiPdJsoMQ7cMDw',2087,'f9pvCZna','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2087/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.530000','2026-01-01 13:13:26.530000','2026-01-01 13:03:26.563000','shop:USD');
INSERT INTO "confirm" VALUES('8miYffQh_yf0CQDT7yq0Pg',2088,'J5Jz8STF','{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2088/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}','2026-01-01 13:03:26.596000','2026-01-01 13:13:26.596000','2026-01-01 13:03:26.629000','shop:USD');
CREATE TABLE conversion (
	id INTEGER NOT NULL, 
	from_currency TEXT NOT NULL, 
	to_currency TEXT NOT NULL, 
	rate_nano BIGINT NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_conversion PRIMARY KEY (id), 
	CONSTRAINT ck_conversion_rate_positive CHECK (rate_nano > 0)
);
CREATE TABLE draft (
	id TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	question TEXT NOT NULL, 
	data JSON NOT NULL, 
	card_message_id BIGINT, 
	answered_by BIGINT, 
	updated_at DATETIME NOT NULL, list_due_at DATETIME, 
	CONSTRAINT pk_draft PRIMARY KEY (id), 
	CONSTRAINT fk_draft_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_draft_person_id UNIQUE (person_id)
);
INSERT INTO "draft" VALUES('HbsEKsQQ',2037,'platform','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "", "answers": {}}',2,1126,'2026-01-01 13:03:12.304000',NULL);
INSERT INTO "draft" VALUES('2rl0AF7f',2038,'category','{"browse": {"platform": "instagram", "category": "", "words": "", "page": 0}, "service_id": "", "answers": {}}',2,1128,'2026-01-01 13:03:12.304000',NULL);
INSERT INTO "draft" VALUES('MMXqiHE0',2039,'service','{"browse": {"platform": "instagram", "category": "50b3a4a73494", "words": "", "page": 0}, "service_id": "", "answers": {}}',2,1131,'2026-01-01 13:03:12.535000',NULL);
INSERT INTO "draft" VALUES('01sS2Gxm',2040,'service','{"browse": {"platform": "", "category": "", "words": "instagram", "page": 0}, "service_id": "", "answers": {}}',2,1132,'2026-01-01 13:03:12.535000',NULL);
INSERT INTO "draft" VALUES('WwjlN4K6',2041,'link','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {}}',4,1134,'2026-01-01 13:03:12.535000',NULL);
INSERT INTO "draft" VALUES('cpVISYZR',2042,'quantity','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/"}}',6,1137,'2026-01-01 13:03:12.535000',NULL);
INSERT INTO "draft" VALUES('w4jCAlvE',2043,'runs','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100}}',8,1141,'2026-01-01 13:03:12.964000',NULL);
INSERT INTO "draft" VALUES('UAj1Sf42',2044,'interval','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "runs": 3}}',10,1146,'2026-01-01 13:03:13.172000',NULL);
INSERT INTO "draft" VALUES('V9nX9qEB',2045,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "runs": 3, "interval": 30}}',12,1152,'2026-01-01 13:03:13.535000',NULL);
INSERT INTO "draft" VALUES('Rx6d4H9v',2046,'country','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100}}',8,1156,'2026-01-01 13:03:13.535000',NULL);
INSERT INTO "draft" VALUES('q7a7QMNN',2047,'device','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100, "country": "US"}}',10,1161,'2026-01-01 13:03:13.964000',NULL);
INSERT INTO "draft" VALUES('LagL6tL9',2048,'type_of_traffic','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100, "country": "US", "device": "1"}}',10,1167,'2026-01-01 13:03:14.304000',NULL);
INSERT INTO "draft" VALUES('jaL4e4eO',2049,'google_keyword','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100, "country": "US", "device": "1", "type_of_traffic": "1"}}',10,1174,'2026-01-01 13:03:14.535000',NULL);
INSERT INTO "draft" VALUES('vvCZFV4_',2050,'referring_url','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100, "country": "US", "device": "1", "type_of_traffic": "1", "google_keyword": "best cats"}}',12,1182,'2026-01-01 13:03:14.964000',NULL);
INSERT INTO "draft" VALUES('32REifbJ',2051,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "187", "answers": {"link": "https://example.com/cats", "quantity": 100, "country": "US", "device": "1", "type_of_traffic": "1", "google_keyword": "best cats", "referring_url": "https://example.com/cats", "runs": 3, "interval": 30}}',18,1193,'2026-01-01 13:03:15.535000',NULL);
INSERT INTO "draft" VALUES('F8ecl01_',2052,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "10", "answers": {"link": "https://www.instagram.com/p/abc123/"}}',6,1196,'2026-01-01 13:03:15.535000',NULL);
INSERT INTO "draft" VALUES('MYyU6Iof',2053,'comments','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "37", "answers": {"link": "https://www.instagram.com/p/abc123/"}}',6,1199,'2026-01-01 13:03:15.535000',NULL);
INSERT INTO "draft" VALUES('_cGJEJSE',2054,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "37", "answers": {"link": "https://www.instagram.com/p/abc123/", "comments": ["comments0", "comments1", "comments2", "comments3", "comments4", "comments5", "comments6", "comments7", "comments8", "comments9"]}}',8,1203,'2026-01-01 13:03:16.144000',NULL);
INSERT INTO "draft" VALUES('wc0t68Rd',2055,'answer_number','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "135", "answers": {"link": "https://t.me/some_channel/12", "quantity": 100}}',8,1207,'2026-01-01 13:03:16.304000',NULL);
INSERT INTO "draft" VALUES('3b_QydIZ',2056,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "135", "answers": {"link": "https://t.me/some_channel/12", "quantity": 100, "answer_number": 2, "runs": 3, "interval": 30}}',14,1214,'2026-01-01 13:03:16.535000',NULL);
INSERT INTO "draft" VALUES('SxIzS5as',2057,'groups','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "121", "answers": {"link": "https://t.me/some_channel/12", "quantity": 100}}',8,1218,'2026-01-01 13:03:16.535000',NULL);
INSERT INTO "draft" VALUES('7ev1cNMs',2058,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "121", "answers": {"link": "https://t.me/some_channel/12", "quantity": 100, "groups": ["https://t.me/first_group", "https://t.me/second_group"], "runs": 3, "interval": 30}}',14,1225,'2026-01-01 13:03:17.304000',NULL);
INSERT INTO "draft" VALUES('zqf9BQSw',2059,'keywords','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "75", "answers": {"link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "quantity": 100}}',8,1229,'2026-01-01 13:03:17.535000',NULL);
INSERT INTO "draft" VALUES('HgD_U24b',2060,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "75", "answers": {"link": "https://www.youtube.com/watch?v=dQw4w9WgXcQ", "quantity": 100, "keywords": ["cats", "dogs"], "runs": 3, "interval": 30}}',14,1236,'2026-01-01 13:03:17.535000',NULL);
INSERT INTO "draft" VALUES('9pjMhaXf',2061,'usernames','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "56", "answers": {"link": "https://www.instagram.com/p/abc123/"}}',6,1239,'2026-01-01 13:03:17.964000',NULL);
INSERT INTO "draft" VALUES('z-JaaH68',2062,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "56", "answers": {"link": "https://www.instagram.com/p/abc123/", "usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19"]}}',8,1243,'2026-01-01 13:03:18.271000',NULL);
INSERT INTO "draft" VALUES('bS69Ac9R',2063,'media','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "55", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100}}',8,1247,'2026-01-01 13:03:18.304000',NULL);
INSERT INTO "draft" VALUES('5MorVGwg',2064,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "55", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "media": "https://www.instagram.com/p/abc123/", "runs": 3, "interval": 30}}',14,1254,'2026-01-01 13:03:18.535000',NULL);
INSERT INTO "draft" VALUES('pfZe6jv4',2065,'username','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "54", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100}}',8,1258,'2026-01-01 13:03:18.964000',NULL);
INSERT INTO "draft" VALUES('mssUTKjz',2066,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "54", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "username": "natgeo", "runs": 3, "interval": 30}}',14,1265,'2026-01-01 13:03:19.304000',NULL);
INSERT INTO "draft" VALUES('0E9o_g84',2067,'hashtag','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "53", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100}}',8,1269,'2026-01-01 13:03:19.535000',NULL);
INSERT INTO "draft" VALUES('SDVSqsEo',2068,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "53", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "hashtag": "#cats", "runs": 3, "interval": 30}}',14,1276,'2026-01-01 13:03:19.964000',NULL);
INSERT INTO "draft" VALUES('ot0VQ8EO',2069,'hashtags','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "52", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19", "usernames20", "usernames21", "usernames22", "usernames23", "usernames24", "usernames25", "usernames26", "usernames27", "usernames28", "usernames29", "usernames30", "usernames31", "usernames32", "usernames33", "usernames34", "usernames35", "usernames36", "usernames37", "usernames38", "usernames39", "usernames40", "usernames41", "usernames42", "usernames43", "usernames44", "usernames45", "usernames46", "usernames47", "usernames48", "usernames49"]}}',10,1281,'2026-01-01 13:03:20.304000',NULL);
INSERT INTO "draft" VALUES('y7mT0JX7',2070,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "52", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19", "usernames20", "usernames21", "usernames22", "usernames23", "usernames24", "usernames25", "usernames26", "usernames27", "usernames28", "usernames29", "usernames30", "usernames31", "usernames32", "usernames33", "usernames34", "usernames35", "usernames36", "usernames37", "usernames38", "usernames39", "usernames40", "usernames41", "usernames42", "usernames43", "usernames44", "usernames45", "usernames46", "usernames47", "usernames48", "usernames49"], "hashtags": ["#cats", "#dogs"], "runs": 3, "interval": 30}}',16,1289,'2026-01-01 13:03:20.535000',NULL);
INSERT INTO "draft" VALUES('DcKtrWRK',2071,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "51", "answers": {"link": "https://www.instagram.com/p/abc123/", "usernames": ["usernames0", "usernames1", "usernames2", "usernames3", "usernames4", "usernames5", "usernames6", "usernames7", "usernames8", "usernames9", "usernames10", "usernames11", "usernames12", "usernames13", "usernames14", "usernames15", "usernames16", "usernames17", "usernames18", "usernames19"]}}',8,1293,'2026-01-01 13:03:20.964000',NULL);
INSERT INTO "draft" VALUES('v7mvPz1q',2072,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "40", "answers": {"link": "https://www.instagram.com/p/abc123/", "username": "natgeo", "comments": ["comments0", "comments1", "comments2", "comments3", "comments4"]}}',10,1298,'2026-01-01 13:03:21.271000',NULL);
INSERT INTO "draft" VALUES('Su48YGRr',2073,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "39", "answers": {"link": "https://www.instagram.com/p/abc123/", "comments": ["comments0", "comments1", "comments2", "comments3", "comments4"]}}',8,1302,'2026-01-01 13:03:21.304000',NULL);
INSERT INTO "draft" VALUES('wyzqw2-6',2074,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "25", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 100, "username": "natgeo", "runs": 3, "interval": 30}}',14,1309,'2026-01-01 13:03:21.535000',NULL);
INSERT INTO "draft" VALUES('K9qT2luE',2075,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "37", "answers": {"link": "https://www.instagram.com/p/abc123/", "comments": ["comment number 0 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 1 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 2 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 3 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 4 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 5 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 6 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 7 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 8 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 9 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 10 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 11 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 12 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 13 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 14 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 15 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 16 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 17 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 18 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 19 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 20 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 21 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 22 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 23 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 24 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 25 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 26 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 27 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 28 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "comment number 29 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"]}}',7,-1312,'2026-01-01 13:03:25.365000',NULL);
INSERT INTO "draft" VALUES('zAjhg00f',101,'quantity','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/"}}',4,1316,'2026-01-01 13:03:22.144000',NULL);
INSERT INTO "draft" VALUES('SOX3sL3Y',2077,'confirm','{"browse": {"platform": "", "category": "", "words": "", "page": 0}, "service_id": "1", "answers": {"link": "https://www.instagram.com/p/abc123/", "quantity": 150, "runs": null}}',4,1318,'2026-01-01 13:03:22.172000',NULL);
CREATE TABLE halt (
	id SMALLINT NOT NULL, 
	reason TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_halt PRIMARY KEY (id), 
	CONSTRAINT ck_halt_only_one CHECK (id = 1)
);
CREATE TABLE heard_text (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	panel TEXT NOT NULL, 
	heard TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	text TEXT NOT NULL, 
	times BIGINT NOT NULL, 
	first_at DATETIME NOT NULL, 
	last_at DATETIME NOT NULL, 
	meaning TEXT, 
	taught_by BIGINT, 
	taught_at DATETIME, 
	CONSTRAINT ck_heard_text_heard_known CHECK (heard IN ('refusal','state')), 
	CONSTRAINT uq_heard_text_panel_heard_key UNIQUE (panel, heard, "key")
);
INSERT INTO "heard_text" VALUES(1,'127.0.0.1:1~24aa9af94f','refusal','系统繁忙','系统繁忙',1,'2026-01-01 12:59:10.483000','2026-01-01 12:59:10.483000',NULL,NULL,NULL);
CREATE TABLE heartbeat (
	id SMALLINT NOT NULL, 
	alive_at DATETIME NOT NULL, 
	CONSTRAINT pk_heartbeat PRIMARY KEY (id), 
	CONSTRAINT ck_heartbeat_one_row CHECK (id = 1)
);
INSERT INTO "heartbeat" VALUES(1,'2026-01-01 13:03:10.944000');
CREATE TABLE identity (
	id SMALLINT NOT NULL, 
	panel TEXT NOT NULL, 
	bot_id BIGINT NOT NULL, 
	access TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	since DATETIME NOT NULL, 
	CONSTRAINT pk_identity PRIMARY KEY (id), 
	CONSTRAINT ck_identity_only_one CHECK (id = 1)
);
INSERT INTO "identity" VALUES(1,'127.0.0.1:1~24aa9af94f',700000001,'shop','USD','2026-01-01 12:00:00.000000');
CREATE TABLE "inbox" (
	seq INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	bot_id BIGINT NOT NULL, 
	update_id BIGINT NOT NULL, 
	person_id BIGINT, 
	raw TEXT NOT NULL, 
	state TEXT NOT NULL, 
	failures SMALLINT DEFAULT '0' NOT NULL, 
	error TEXT, 
	received_at DATETIME NOT NULL, 
	handled_at DATETIME, 
	CONSTRAINT ck_inbox_state_known CHECK (state IN ('waiting','done','aside')), 
	CONSTRAINT uq_inbox_bot_id_update_id UNIQUE (bot_id, update_id)
);
INSERT INTO "inbox" VALUES(344,700000001,1344,2081,'{"update_id":1344,"callback_query":{"id":"4611686018495","from":{"id":2081,"is_bot":false,"first_name":"P2081","language_code":"en"},"chat_instance":"16479439","data":"t:weRvM3FDsapp__a_nzw6eA:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2081,"type":"private","first_name":"P2081"},"date":1767272606,"text":"Check your order\n\nService: Instagram Followers | Real | Start 0-1 h\nLink: https://www.instagram.com/p/abc123/2081/\nQuantity: 140\n\nPrice: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":16},{"type":"url","offset":74,"length":40},{"type":"bold","offset":137,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Confirm","callback_data":"t:weRvM3FDsapp__a_nzw6eA:ok:"}],[{"text":"⬅️ Back","callback_data":"d:AACz6OKA:bk:"},{"text":"✖️ Cancel","callback_data":"d:AACz6OKA:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.157000','2026-01-01 13:03:26.190000');
INSERT INTO "inbox" VALUES(345,700000001,1345,2082,'{"update_id":1345,"message":{"message_id":3,"from":{"id":2082,"is_bot":false,"first_name":"P2082","language_code":"ru"},"chat":{"id":2082,"type":"private","first_name":"P2082"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2082/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.190000','2026-01-01 13:03:26.223000');
INSERT INTO "inbox" VALUES(346,700000001,1346,2082,'{"update_id":1346,"callback_query":{"id":"4611686018496","from":{"id":2082,"is_bot":false,"first_name":"P2082","language_code":"ru"},"chat_instance":"16487358","data":"t:_cHK43mHLnuewKXEUaj7aQ:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2082,"type":"private","first_name":"P2082"},"date":1767272606,"text":"Проверьте заказ\n\nУслуга: Instagram Followers | Real | Start 0-1 h\nСсылка: https://www.instagram.com/p/abc123/2082/\nКоличество: 140\n\nЦена: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":15},{"type":"url","offset":74,"length":40},{"type":"bold","offset":138,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Подтвердить","callback_data":"t:_cHK43mHLnuewKXEUaj7aQ:ok:"}],[{"text":"⬅️ Назад","callback_data":"d:gXLkjY7N:bk:"},{"text":"✖️ Отмена","callback_data":"d:gXLkjY7N:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.223000','2026-01-01 13:03:26.271000');
INSERT INTO "inbox" VALUES(347,700000001,1347,2083,'{"update_id":1347,"message":{"message_id":3,"from":{"id":2083,"is_bot":false,"first_name":"P2083","language_code":"en"},"chat":{"id":2083,"type":"private","first_name":"P2083"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2083/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.271000','2026-01-01 13:03:26.299000');
INSERT INTO "inbox" VALUES(348,700000001,1348,2083,'{"update_id":1348,"callback_query":{"id":"4611686018497","from":{"id":2083,"is_bot":false,"first_name":"P2083","language_code":"en"},"chat_instance":"16495277","data":"t:CYdnSLJbeGpIH7jDZUybnQ:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2083,"type":"private","first_name":"P2083"},"date":1767272606,"text":"Check your order\n\nService: Instagram Followers | Real | Start 0-1 h\nLink: https://www.instagram.com/p/abc123/2083/\nQuantity: 140\n\nPrice: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":16},{"type":"url","offset":74,"length":40},{"type":"bold","offset":137,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Confirm","callback_data":"t:CYdnSLJbeGpIH7jDZUybnQ:ok:"}],[{"text":"⬅️ Back","callback_data":"d:PgSPhztl:bk:"},{"text":"✖️ Cancel","callback_data":"d:PgSPhztl:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.299000','2026-01-01 13:03:26.332000');
INSERT INTO "inbox" VALUES(349,700000001,1349,2084,'{"update_id":1349,"message":{"message_id":3,"from":{"id":2084,"is_bot":false,"first_name":"P2084","language_code":"ru"},"chat":{"id":2084,"type":"private","first_name":"P2084"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2084/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.332000','2026-01-01 13:03:26.365000');
INSERT INTO "inbox" VALUES(350,700000001,1350,2084,'{"update_id":1350,"callback_query":{"id":"4611686018498","from":{"id":2084,"is_bot":false,"first_name":"P2084","language_code":"ru"},"chat_instance":"16503196","data":"t:W-rymLCf_XhwokEJ0FmFkA:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2084,"type":"private","first_name":"P2084"},"date":1767272606,"text":"Проверьте заказ\n\nУслуга: Instagram Followers | Real | Start 0-1 h\nСсылка: https://www.instagram.com/p/abc123/2084/\nКоличество: 140\n\nЦена: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":15},{"type":"url","offset":74,"length":40},{"type":"bold","offset":138,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Подтвердить","callback_data":"t:W-rymLCf_XhwokEJ0FmFkA:ok:"}],[{"text":"⬅️ Назад","callback_data":"d:t1ct7qGc:bk:"},{"text":"✖️ Отмена","callback_data":"d:t1ct7qGc:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.365000','2026-01-01 13:03:26.398000');
INSERT INTO "inbox" VALUES(351,700000001,1351,2085,'{"update_id":1351,"message":{"message_id":3,"from":{"id":2085,"is_bot":false,"first_name":"P2085","language_code":"en"},"chat":{"id":2085,"type":"private","first_name":"P2085"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2085/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.398000','2026-01-01 13:03:26.431000');
INSERT INTO "inbox" VALUES(352,700000001,1352,2085,'{"update_id":1352,"callback_query":{"id":"4611686018499","from":{"id":2085,"is_bot":false,"first_name":"P2085","language_code":"en"},"chat_instance":"16511115","data":"t:ckVj-_zx-Pj4ZIdfz-CZ0w:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2085,"type":"private","first_name":"P2085"},"date":1767272606,"text":"Check your order\n\nService: Instagram Followers | Real | Start 0-1 h\nLink: https://www.instagram.com/p/abc123/2085/\nQuantity: 140\n\nPrice: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":16},{"type":"url","offset":74,"length":40},{"type":"bold","offset":137,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Confirm","callback_data":"t:ckVj-_zx-Pj4ZIdfz-CZ0w:ok:"}],[{"text":"⬅️ Back","callback_data":"d:vaBaZYgQ:bk:"},{"text":"✖️ Cancel","callback_data":"d:vaBaZYgQ:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.431000','2026-01-01 13:03:26.464000');
INSERT INTO "inbox" VALUES(353,700000001,1353,2086,'{"update_id":1353,"message":{"message_id":3,"from":{"id":2086,"is_bot":false,"first_name":"P2086","language_code":"ru"},"chat":{"id":2086,"type":"private","first_name":"P2086"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2086/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.464000','2026-01-01 13:03:26.497000');
INSERT INTO "inbox" VALUES(354,700000001,1354,2086,'{"update_id":1354,"callback_query":{"id":"4611686018500","from":{"id":2086,"is_bot":false,"first_name":"P2086","language_code":"ru"},"chat_instance":"16519034","data":"t:wgMz6AEA8aYSkhTBr2I-MQ:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2086,"type":"private","first_name":"P2086"},"date":1767272606,"text":"Проверьте заказ\n\nУслуга: Instagram Followers | Real | Start 0-1 h\nСсылка: https://www.instagram.com/p/abc123/2086/\nКоличество: 140\n\nЦена: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":15},{"type":"url","offset":74,"length":40},{"type":"bold","offset":138,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Подтвердить","callback_data":"t:wgMz6AEA8aYSkhTBr2I-MQ:ok:"}],[{"text":"⬅️ Назад","callback_data":"d:l2383Cj6:bk:"},{"text":"✖️ Отмена","callback_data":"d:l2383Cj6:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.497000','2026-01-01 13:03:26.530000');
INSERT INTO "inbox" VALUES(355,700000001,1355,2087,'{"update_id":1355,"message":{"message_id":3,"from":{"id":2087,"is_bot":false,"first_name":"P2087","language_code":"en"},"chat":{"id":2087,"type":"private","first_name":"P2087"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2087/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.530000','2026-01-01 13:03:26.563000');
INSERT INTO "inbox" VALUES(356,700000001,1356,2087,'{"update_id":1356,"callback_query":{"id":"4611686018501","from":{"id":2087,"is_bot":false,"first_name":"P2087","language_code":"en"},"chat_instance":"16526953","data":"t:5TAgFmIISiPdJsoMQ7cMDw:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2087,"type":"private","first_name":"P2087"},"date":1767272606,"text":"Check your order\n\nService: Instagram Followers | Real | Start 0-1 h\nLink: https://www.instagram.com/p/abc123/2087/\nQuantity: 140\n\nPrice: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":16},{"type":"url","offset":74,"length":40},{"type":"bold","offset":137,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Confirm","callback_data":"t:5TAgFmIISiPdJsoMQ7cMDw:ok:"}],[{"text":"⬅️ Back","callback_data":"d:f9pvCZna:bk:"},{"text":"✖️ Cancel","callback_data":"d:f9pvCZna:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.563000','2026-01-01 13:03:26.596000');
INSERT INTO "inbox" VALUES(357,700000001,1357,2088,'{"update_id":1357,"message":{"message_id":3,"from":{"id":2088,"is_bot":false,"first_name":"P2088","language_code":"ru"},"chat":{"id":2088,"type":"private","first_name":"P2088"},"date":1767272606,"text":"/order 1 https://www.instagram.com/p/abc123/2088/ 140","entities":[{"type":"bot_command","offset":0,"length":6},{"type":"url","offset":9,"length":40}]}}','done',0,NULL,'2026-01-01 13:03:26.596000','2026-01-01 13:03:26.629000');
INSERT INTO "inbox" VALUES(358,700000001,1358,2088,'{"update_id":1358,"callback_query":{"id":"4611686018502","from":{"id":2088,"is_bot":false,"first_name":"P2088","language_code":"ru"},"chat_instance":"16534872","data":"t:8miYffQh_yf0CQDT7yq0Pg:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2088,"type":"private","first_name":"P2088"},"date":1767272606,"text":"Проверьте заказ\n\nУслуга: Instagram Followers | Real | Start 0-1 h\nСсылка: https://www.instagram.com/p/abc123/2088/\nКоличество: 140\n\nЦена: 0.1512 USD","entities":[{"type":"bold","offset":0,"length":15},{"type":"url","offset":74,"length":40},{"type":"bold","offset":138,"length":10}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Подтвердить","callback_data":"t:8miYffQh_yf0CQDT7yq0Pg:ok:"}],[{"text":"⬅️ Назад","callback_data":"d:J5Jz8STF:bk:"},{"text":"✖️ Отмена","callback_data":"d:J5Jz8STF:no:"}]]}}}}','done',0,NULL,'2026-01-01 13:03:26.629000','2026-01-01 13:03:26.662000');
INSERT INTO "inbox" VALUES(359,700000001,1360,2076,'{"update_id":1360,"message":{"message_id":5,"from":{"id":2076,"is_bot":false,"first_name":"P2076","language_code":"ru"},"chat":{"id":2076,"type":"private","first_name":"P2076"},"date":1767272606,"successful_payment":{"currency":"XTR","total_amount":77,"invoice_payload":"KVO19G-xQOcCbdlyyfgSpEeTEM4Y1aEX","telegram_payment_charge_id":"stxdd67997dfe1ba931256ede6b041603a90e574ec644c547d463a8ba0ff4376aa6975464547a2cb1b7fed2d97a203f20dba116","provider_payment_charge_id":"2076_2"}}}','waiting',0,NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "inbox" VALUES(360,700000001,1361,101,'{"update_id":1361,"message":{"message_id":6,"from":{"id":101,"is_bot":false,"first_name":"Ann","language_code":"en"},"chat":{"id":101,"type":"private","first_name":"Ann"},"date":1767272606,"text":"150"}}','waiting',0,NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "inbox" VALUES(361,700000001,1362,102,'{"update_id":1362,"message":{"message_id":4,"from":{"id":102,"is_bot":false,"first_name":"Bob","language_code":"en"},"chat":{"id":102,"type":"private","first_name":"Bob"},"date":1767272606,"text":"/wallet","entities":[{"type":"bot_command","offset":0,"length":7}]}}','waiting',0,NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "inbox" VALUES(362,700000001,1363,2077,'{"update_id":1363,"callback_query":{"id":"4611686018505","from":{"id":2077,"is_bot":false,"first_name":"P2077","language_code":"en"},"chat_instance":"16447763","data":"t:aA65OoMIETa9ktCzxBm9iA:ok:","message":{"message_id":4,"from":{"id":700000001,"is_bot":true,"first_name":"Kiosk","username":"kiosk_bot"},"chat":{"id":2077,"type":"private","first_name":"P2077"},"date":1767272602,"text":"Check your order\n\nService: Instagram Followers | Real | Start 0-1 h\nLink: https://www.instagram.com/p/abc123/\nQuantity: 150\n\nPrice: 0.162 USD","entities":[{"type":"bold","offset":0,"length":16},{"type":"url","offset":74,"length":35},{"type":"bold","offset":132,"length":9}],"link_preview_options":{"is_disabled":true},"reply_markup":{"inline_keyboard":[[{"text":"✅ Confirm","callback_data":"t:aA65OoMIETa9ktCzxBm9iA:ok:"}],[{"text":"⬅️ Back","callback_data":"d:SOX3sL3Y:bk:"},{"text":"✖️ Cancel","callback_data":"d:SOX3sL3Y:no:"}]]}}}}','waiting',0,NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "inbox" VALUES(363,700000001,1364,900,'{"update_id":1364,"message":{"message_id":26,"from":{"id":900,"is_bot":false,"first_name":"Olga","language_code":"en"},"chat":{"id":900,"type":"private","first_name":"Olga"},"date":1767272606,"text":"/panel","entities":[{"type":"bot_command","offset":0,"length":6}]}}','waiting',0,NULL,'2026-01-01 13:03:26.662000',NULL);
CREATE TABLE inquiry (
	order_id INTEGER NOT NULL, 
	panel TEXT NOT NULL, 
	state TEXT NOT NULL, 
	opened_at DATETIME NOT NULL, 
	due_at DATETIME NOT NULL, 
	in_vain SMALLINT DEFAULT 0 NOT NULL, 
	resent SMALLINT DEFAULT 0 NOT NULL, 
	soon_micro BIGINT, 
	soon_at DATETIME, 
	first_micro BIGINT, 
	first_at DATETIME, 
	second_micro BIGINT, 
	second_at DATETIME, 
	refunds_micro BIGINT, 
	orphans JSON, 
	why TEXT DEFAULT '' NOT NULL, 
	verdict TEXT, 
	decided_by BIGINT, 
	settled_at DATETIME, 
	told JSON DEFAULT '{}' NOT NULL, third_micro BIGINT, third_at DATETIME, decimals SMALLINT DEFAULT 0 NOT NULL, charged_at DATETIME, charge_told_at DATETIME, 
	CONSTRAINT pk_inquiry PRIMARY KEY (order_id), 
	CONSTRAINT ck_inquiry_state_known CHECK (state IN ('open','human','settled')), 
	CONSTRAINT ck_inquiry_verdict_known CHECK (verdict IN ('adopted','voided')), 
	CONSTRAINT ck_inquiry_settled_has_verdict CHECK ((state = 'settled') = (verdict IS NOT NULL)), 
	CONSTRAINT fk_inquiry_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id)
);
INSERT INTO "inquiry" VALUES(26,'127.0.0.1:1~24aa9af94f','human','2026-01-01 12:34:09.818000','2026-01-02 12:35:10.283000',0,0,9999406000,'2026-01-01 12:34:39.983000',9999406000,'2026-01-01 12:35:10.083000',NULL,NULL,180000,'[]','moved',NULL,NULL,NULL,'{"900": 4}',NULL,NULL,3,NULL,NULL);
INSERT INTO "inquiry" VALUES(27,'127.0.0.1:1~24aa9af94f','open','2026-01-01 12:59:10.483000','2026-01-01 13:04:10.483000',0,0,9999406000,'2026-01-01 12:59:40.644000',9999406000,'2026-01-01 13:00:10.744000',NULL,NULL,0,'[]','',NULL,NULL,NULL,'{}',NULL,NULL,3,NULL,NULL);
INSERT INTO "inquiry" VALUES(28,'127.0.0.1:1~24aa9af94f','open','2026-01-01 13:03:11.144000','2026-01-01 13:04:11.144000',0,0,9999289000,'2026-01-01 13:03:16.144000',NULL,NULL,NULL,NULL,NULL,'null','',NULL,NULL,NULL,'{}',NULL,NULL,3,NULL,NULL);
CREATE TABLE "invoice" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	payload TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	way TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	amount_minor BIGINT NOT NULL, 
	credit_micro BIGINT NOT NULL, 
	credit_currency TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	bot_id BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT ck_invoice_amounts_positive CHECK (amount_minor > 0 AND credit_micro > 0), 
	CONSTRAINT fk_invoice_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_invoice_payload UNIQUE (payload)
);
INSERT INTO "invoice" VALUES(1,'6sfb9ladTY32wk5XigwFQU2nL4UswzYD',2029,'stars','XTR',77,1001000,'USD','2026-01-01 13:03:11.172000','2026-01-01 14:03:11.172000',700000001);
INSERT INTO "invoice" VALUES(2,'cD3EcCB-_nujS6HQatzBrAzRFj85GQw3',2030,'stars','XTR',77,1001000,'USD','2026-01-01 13:03:11.304000','2026-01-01 14:03:11.304000',700000001);
INSERT INTO "invoice" VALUES(3,'7MowmQKVWHAlCRiqOGhszhBh4sxXKfbx',2031,'card','USD',100,1000000,'USD','2026-01-01 13:03:11.304000','2026-01-01 14:03:11.304000',700000001);
INSERT INTO "invoice" VALUES(4,'aS2kj0kTIANSNwnOpWcMMbP8mr0Fgdj-',2032,'card','USD',100,1000000,'USD','2026-01-01 13:03:11.535000','2026-01-01 14:03:11.535000',700000001);
INSERT INTO "invoice" VALUES(5,'KVO19G-xQOcCbdlyyfgSpEeTEM4Y1aEX',2076,'stars','XTR',77,1001000,'USD','2026-01-01 13:03:21.964000','2026-01-01 14:03:21.964000',700000001);
CREATE TABLE journal (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	order_id INTEGER, 
	actor_id BIGINT, 
	reason TEXT DEFAULT '' NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_journal PRIMARY KEY (id), 
	CONSTRAINT fk_journal_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id), 
	CONSTRAINT uq_journal_key UNIQUE ("key")
);
INSERT INTO "journal" VALUES(1,'admin:gift2001','credit',NULL,900,'a gift: to begin','2026-01-01 12:00:00.200000');
INSERT INTO "journal" VALUES(2,'reserve:1','reserve',1,NULL,'','2026-01-01 12:00:00.200000');
INSERT INTO "journal" VALUES(3,'capture:1','capture',1,NULL,'','2026-01-01 12:00:00.400000');
INSERT INTO "journal" VALUES(4,'admin:gift2002','credit',NULL,900,'a gift: to begin','2026-01-01 12:01:01.200000');
INSERT INTO "journal" VALUES(5,'reserve:2','reserve',2,NULL,'','2026-01-01 12:01:01.200000');
INSERT INTO "journal" VALUES(6,'capture:2','capture',2,NULL,'','2026-01-01 12:01:01.300000');
INSERT INTO "journal" VALUES(7,'refund:2:36000','refund',2,NULL,'','2026-01-01 12:01:01.400000');
INSERT INTO "journal" VALUES(8,'admin:gift2003','credit',NULL,900,'a gift: to begin','2026-01-01 12:02:02.200000');
INSERT INTO "journal" VALUES(9,'reserve:3','reserve',3,NULL,'','2026-01-01 12:02:02.200000');
INSERT INTO "journal" VALUES(10,'capture:3','capture',3,NULL,'','2026-01-01 12:02:02.300000');
INSERT INTO "journal" VALUES(11,'refund:3:90000','refund',3,NULL,'','2026-01-01 12:02:02.400000');
INSERT INTO "journal" VALUES(12,'admin:gift2004','credit',NULL,900,'a gift: to begin','2026-01-01 12:03:03.200000');
INSERT INTO "journal" VALUES(13,'reserve:4','reserve',4,NULL,'','2026-01-01 12:03:03.200000');
INSERT INTO "journal" VALUES(14,'capture:4','capture',4,NULL,'','2026-01-01 12:03:03.300000');
INSERT INTO "journal" VALUES(15,'admin:gift2005','credit',NULL,900,'a gift: to begin','2026-01-01 12:03:03.400000');
INSERT INTO "journal" VALUES(16,'reserve:5','reserve',5,NULL,'','2026-01-01 12:03:03.400000');
INSERT INTO "journal" VALUES(17,'capture:5','capture',5,NULL,'','2026-01-01 12:03:03.600000');
INSERT INTO "journal" VALUES(18,'admin:gift2006','credit',NULL,900,'a gift: to begin','2026-01-01 12:03:03.700000');
INSERT INTO "journal" VALUES(19,'reserve:6','reserve',6,NULL,'','2026-01-01 12:03:03.700000');
INSERT INTO "journal" VALUES(20,'capture:6','capture',6,NULL,'','2026-01-01 12:03:03.900000');
INSERT INTO "journal" VALUES(21,'admin:gift2007','credit',NULL,900,'a gift: to begin','2026-01-01 12:03:04.000000');
INSERT INTO "journal" VALUES(22,'reserve:7','reserve',7,NULL,'','2026-01-01 12:03:04.000000');
INSERT INTO "journal" VALUES(23,'capture:7','capture',7,NULL,'','2026-01-01 12:03:04.200000');
INSERT INTO "journal" VALUES(24,'admin:gift2008','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:04.300000');
INSERT INTO "journal" VALUES(25,'reserve:8','reserve',8,NULL,'','2026-01-01 12:04:04.300000');
INSERT INTO "journal" VALUES(26,'capture:8','capture',8,NULL,'','2026-01-01 12:04:04.500000');
INSERT INTO "journal" VALUES(27,'admin:gift2009','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:05.500000');
INSERT INTO "journal" VALUES(28,'reserve:9','reserve',9,NULL,'','2026-01-01 12:04:05.500000');
INSERT INTO "journal" VALUES(29,'void:9','void',9,NULL,'','2026-01-01 12:04:05.600000');
INSERT INTO "journal" VALUES(30,'admin:gift2010','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:05.660000');
INSERT INTO "journal" VALUES(31,'reserve:10','reserve',10,NULL,'','2026-01-01 12:04:05.660000');
INSERT INTO "journal" VALUES(32,'void:10','void',10,NULL,'','2026-01-01 12:04:05.800000');
INSERT INTO "journal" VALUES(33,'admin:gift2011','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:05.828000');
INSERT INTO "journal" VALUES(34,'reserve:11','reserve',11,NULL,'','2026-01-01 12:04:05.828000');
INSERT INTO "journal" VALUES(35,'void:11','void',11,NULL,'','2026-01-01 12:04:06.000000');
INSERT INTO "journal" VALUES(36,'admin:gift2012','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:06.028000');
INSERT INTO "journal" VALUES(37,'reserve:12','reserve',12,NULL,'','2026-01-01 12:04:06.028000');
INSERT INTO "journal" VALUES(38,'void:12','void',12,NULL,'','2026-01-01 12:04:06.200000');
INSERT INTO "journal" VALUES(39,'admin:gift2013','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:06.228000');
INSERT INTO "journal" VALUES(40,'reserve:13','reserve',13,NULL,'','2026-01-01 12:04:06.228000');
INSERT INTO "journal" VALUES(41,'void:13','void',13,NULL,'','2026-01-01 12:04:06.400000');
INSERT INTO "journal" VALUES(42,'admin:gift2014','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:06.428000');
INSERT INTO "journal" VALUES(43,'reserve:14','reserve',14,NULL,'','2026-01-01 12:04:06.428000');
INSERT INTO "journal" VALUES(44,'void:14','void',14,NULL,'','2026-01-01 12:04:06.600000');
INSERT INTO "journal" VALUES(45,'admin:gift2015','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:06.628000');
INSERT INTO "journal" VALUES(46,'reserve:15','reserve',15,NULL,'','2026-01-01 12:04:06.628000');
INSERT INTO "journal" VALUES(47,'void:15','void',15,NULL,'','2026-01-01 12:04:06.800000');
INSERT INTO "journal" VALUES(48,'admin:gift2016','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:06.828000');
INSERT INTO "journal" VALUES(49,'reserve:16','reserve',16,NULL,'','2026-01-01 12:04:06.828000');
INSERT INTO "journal" VALUES(50,'void:16','void',16,NULL,'','2026-01-01 12:04:07.000000');
INSERT INTO "journal" VALUES(51,'admin:gift2017','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.028000');
INSERT INTO "journal" VALUES(52,'reserve:17','reserve',17,NULL,'','2026-01-01 12:04:07.028000');
INSERT INTO "journal" VALUES(53,'void:17','void',17,NULL,'','2026-01-01 12:04:07.200000');
INSERT INTO "journal" VALUES(54,'admin:gift2018','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.228000');
INSERT INTO "journal" VALUES(55,'reserve:18','reserve',18,NULL,'','2026-01-01 12:04:07.228000');
INSERT INTO "journal" VALUES(56,'void:18','void',18,NULL,'','2026-01-01 12:04:07.400000');
INSERT INTO "journal" VALUES(57,'admin:gift2019','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(58,'admin:gift2020','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(59,'admin:gift2021','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(60,'admin:gift2022','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(61,'admin:gift2023','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(62,'admin:gift2024','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(63,'admin:gift2025','credit',NULL,900,'a gift: to begin','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(64,'reserve:19','reserve',19,NULL,'','2026-01-01 12:04:07.428000');
INSERT INTO "journal" VALUES(65,'reserve:20','reserve',20,NULL,'','2026-01-01 12:04:07.628000');
INSERT INTO "journal" VALUES(66,'reserve:21','reserve',21,NULL,'','2026-01-01 12:04:07.628000');
INSERT INTO "journal" VALUES(67,'reserve:22','reserve',22,NULL,'','2026-01-01 12:04:07.800000');
INSERT INTO "journal" VALUES(68,'reserve:23','reserve',23,NULL,'','2026-01-01 12:04:07.828000');
INSERT INTO "journal" VALUES(69,'reserve:24','reserve',24,NULL,'','2026-01-01 12:04:07.828000');
INSERT INTO "journal" VALUES(70,'reserve:25','reserve',25,NULL,'','2026-01-01 12:04:08.028000');
INSERT INTO "journal" VALUES(71,'void:19','void',19,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(72,'void:20','void',20,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(73,'void:21','void',21,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(74,'void:22','void',22,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(75,'void:23','void',23,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(76,'void:24','void',24,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(77,'void:25','void',25,NULL,'','2026-01-01 12:34:09.028000');
INSERT INTO "journal" VALUES(78,'refund:8:180000','refund',8,NULL,'','2026-01-01 12:34:09.228000');
INSERT INTO "journal" VALUES(79,'admin:gift2026','credit',NULL,900,'a gift: to begin','2026-01-01 12:34:09.718000');
INSERT INTO "journal" VALUES(80,'reserve:26','reserve',26,NULL,'','2026-01-01 12:34:09.718000');
INSERT INTO "journal" VALUES(81,'admin:gift2027','credit',NULL,900,'a gift: to begin','2026-01-01 12:59:10.283000');
INSERT INTO "journal" VALUES(82,'reserve:27','reserve',27,NULL,'','2026-01-01 12:59:10.283000');
INSERT INTO "journal" VALUES(83,'admin:gift2028','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:10.944000');
INSERT INTO "journal" VALUES(84,'reserve:28','reserve',28,NULL,'','2026-01-01 13:03:10.944000');
INSERT INTO "journal" VALUES(85,'topup:stars:stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9','topup',NULL,NULL,'','2026-01-01 13:03:11.172000');
INSERT INTO "journal" VALUES(86,'topup:card:4611686018468_96a7673dacfd7a50819a0c76018028','topup',NULL,NULL,'','2026-01-01 13:03:11.304000');
INSERT INTO "journal" VALUES(87,'admin:gift2041','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:12.535000');
INSERT INTO "journal" VALUES(88,'admin:gift2042','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:12.535000');
INSERT INTO "journal" VALUES(89,'admin:gift2043','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:12.535000');
INSERT INTO "journal" VALUES(90,'admin:gift2044','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:12.964000');
INSERT INTO "journal" VALUES(91,'admin:gift2045','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:13.304000');
INSERT INTO "journal" VALUES(92,'admin:gift2046','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:13.535000');
INSERT INTO "journal" VALUES(93,'admin:gift2047','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:13.535000');
INSERT INTO "journal" VALUES(94,'admin:gift2048','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:14.144000');
INSERT INTO "journal" VALUES(95,'admin:gift2049','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:14.304000');
INSERT INTO "journal" VALUES(96,'admin:gift2050','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:14.535000');
INSERT INTO "journal" VALUES(97,'admin:gift2051','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:15.172000');
INSERT INTO "journal" VALUES(98,'admin:gift2052','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:15.535000');
INSERT INTO "journal" VALUES(99,'admin:gift2053','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:15.535000');
INSERT INTO "journal" VALUES(100,'admin:gift2054','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:15.964000');
INSERT INTO "journal" VALUES(101,'admin:gift2055','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:16.172000');
INSERT INTO "journal" VALUES(102,'admin:gift2056','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:16.304000');
INSERT INTO "journal" VALUES(103,'admin:gift2057','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:16.535000');
INSERT INTO "journal" VALUES(104,'admin:gift2058','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:16.964000');
INSERT INTO "journal" VALUES(105,'admin:gift2059','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:17.304000');
INSERT INTO "journal" VALUES(106,'admin:gift2060','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:17.535000');
INSERT INTO "journal" VALUES(107,'admin:gift2061','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:17.964000');
INSERT INTO "journal" VALUES(108,'admin:gift2062','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:18.172000');
INSERT INTO "journal" VALUES(109,'admin:gift2063','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:18.304000');
INSERT INTO "journal" VALUES(110,'admin:gift2064','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:18.535000');
INSERT INTO "journal" VALUES(111,'admin:gift2065','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:18.964000');
INSERT INTO "journal" VALUES(112,'admin:gift2066','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:19.172000');
INSERT INTO "journal" VALUES(113,'admin:gift2067','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:19.535000');
INSERT INTO "journal" VALUES(114,'admin:gift2068','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:19.535000');
INSERT INTO "journal" VALUES(115,'admin:gift2069','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:20.172000');
INSERT INTO "journal" VALUES(116,'admin:gift2070','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:20.304000');
INSERT INTO "journal" VALUES(117,'admin:gift2071','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:20.535000');
INSERT INTO "journal" VALUES(118,'admin:gift2072','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:20.964000');
INSERT INTO "journal" VALUES(119,'admin:gift2073','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:21.304000');
INSERT INTO "journal" VALUES(120,'admin:gift2074','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:21.535000');
INSERT INTO "journal" VALUES(121,'admin:gift2075','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:21.964000');
INSERT INTO "journal" VALUES(122,'admin:gift2077','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:22.172000');
INSERT INTO "journal" VALUES(123,'admin:gift2078','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.464000');
INSERT INTO "journal" VALUES(124,'admin:gift2079','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.497000');
INSERT INTO "journal" VALUES(125,'admin:gift2080','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.530000');
INSERT INTO "journal" VALUES(126,'admin:gift2081','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.563000');
INSERT INTO "journal" VALUES(127,'admin:gift2082','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.596000');
INSERT INTO "journal" VALUES(128,'admin:gift2083','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.629000');
INSERT INTO "journal" VALUES(129,'admin:gift2084','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.662000');
INSERT INTO "journal" VALUES(130,'admin:gift2085','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.695000');
INSERT INTO "journal" VALUES(131,'admin:gift2086','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.728000');
INSERT INTO "journal" VALUES(132,'admin:gift2087','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.761000');
INSERT INTO "journal" VALUES(133,'admin:gift2088','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.794000');
INSERT INTO "journal" VALUES(134,'admin:gift2089','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.827000');
INSERT INTO "journal" VALUES(135,'admin:gift2090','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.860000');
INSERT INTO "journal" VALUES(136,'admin:gift2091','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.893000');
INSERT INTO "journal" VALUES(137,'admin:gift2092','credit',NULL,900,'a gift: to begin','2026-01-01 13:03:25.926000');
INSERT INTO "journal" VALUES(138,'reserve:29','reserve',29,NULL,'','2026-01-01 13:03:25.959000');
INSERT INTO "journal" VALUES(139,'reserve:30','reserve',30,NULL,'','2026-01-01 13:03:26.025000');
INSERT INTO "journal" VALUES(140,'reserve:31','reserve',31,NULL,'','2026-01-01 13:03:26.091000');
INSERT INTO "journal" VALUES(141,'reserve:32','reserve',32,NULL,'','2026-01-01 13:03:26.157000');
INSERT INTO "journal" VALUES(142,'reserve:33','reserve',33,NULL,'','2026-01-01 13:03:26.223000');
INSERT INTO "journal" VALUES(143,'reserve:34','reserve',34,NULL,'','2026-01-01 13:03:26.299000');
INSERT INTO "journal" VALUES(144,'reserve:35','reserve',35,NULL,'','2026-01-01 13:03:26.365000');
INSERT INTO "journal" VALUES(145,'reserve:36','reserve',36,NULL,'','2026-01-01 13:03:26.431000');
INSERT INTO "journal" VALUES(146,'reserve:37','reserve',37,NULL,'','2026-01-01 13:03:26.497000');
INSERT INTO "journal" VALUES(147,'reserve:38','reserve',38,NULL,'','2026-01-01 13:03:26.563000');
INSERT INTO "journal" VALUES(148,'reserve:39','reserve',39,NULL,'','2026-01-01 13:03:26.629000');
CREATE TABLE "orders" (
	id INTEGER NOT NULL, 
	person_id BIGINT NOT NULL, 
	panel TEXT NOT NULL, 
	service_id TEXT NOT NULL, 
	link_key TEXT NOT NULL, 
	quantity BIGINT, 
	terms JSON NOT NULL, 
	price_micro BIGINT NOT NULL, 
	currency TEXT NOT NULL, 
	state TEXT NOT NULL, 
	confirm_token TEXT NOT NULL, 
	panel_order_id TEXT, 
	panel_word TEXT, 
	start_count BIGINT, 
	remains BIGINT, 
	charge TEXT, 
	reason TEXT, 
	card_message_id BIGINT, 
	not_before DATETIME NOT NULL, 
	created_at DATETIME NOT NULL, 
	placed_at DATETIME, 
	changed_at DATETIME NOT NULL, 
	checked_at DATETIME, 
	finished_at DATETIME, 
	refunded_micro BIGINT DEFAULT '0' NOT NULL, cost_micro BIGINT, cost_here_micro BIGINT, charge_here_micro BIGINT, ask_at DATETIME, heard_at DATETIME, refund_held_at DATETIME, ended_by BIGINT, rank BIGINT DEFAULT '0' NOT NULL, give_up_at DATETIME, confirm_gone_at DATETIME, 
	CONSTRAINT pk_orders PRIMARY KEY (id), 
	CONSTRAINT ck_orders_price_not_negative CHECK (price_micro >= 0), 
	CONSTRAINT uq_orders_panel_panel_order_id UNIQUE (panel, panel_order_id), 
	CONSTRAINT fk_orders_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_orders_confirm_token UNIQUE (confirm_token), 
	CONSTRAINT ck_orders_state_known CHECK (state IN ('reserved','submitting','unknown','rejected','voided','pending','processing','in_progress','completed','partial','canceled')), 
	CONSTRAINT ck_orders_refunded_in_price CHECK (refunded_micro >= 0 AND refunded_micro <= price_micro)
);
INSERT INTO "orders" VALUES(1,2001,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2001',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2001/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','completed','9ubXsqc_OD3KS0U8zGOJ4A','23501','Completed',4989,0,'0.09',NULL,5,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.200000','2026-01-01 12:00:00.400000','2026-01-01 12:00:00.500000','2026-01-01 13:00:10.644000','2026-01-01 12:00:00.500000',0,90000,90000,90000,'2026-01-01 14:00:10.644000','2026-01-01 13:00:10.644000',NULL,NULL,0,'2026-01-01 12:30:00.200000',NULL);
INSERT INTO "orders" VALUES(2,2002,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2002',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2002/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','partial','SNJanVcnvYbbHUlFP85isg','23502','Partial',7710,40,'0.054',NULL,5,'2026-01-01 12:01:01.200000','2026-01-01 12:01:01.200000','2026-01-01 12:01:01.300000','2026-01-01 12:01:01.400000','2026-01-01 13:01:10.944000','2026-01-01 12:01:01.400000',36000,90000,90000,54000,'2026-01-01 14:01:10.944000','2026-01-01 13:01:10.944000',NULL,NULL,0,'2026-01-01 12:31:01.200000',NULL);
INSERT INTO "orders" VALUES(3,2003,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2003',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2003/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','canceled','LrGqXX6sF5wkKhbmPJ1fyA','23503','Canceled',7319,100,'0',NULL,5,'2026-01-01 12:02:02.200000','2026-01-01 12:02:02.200000','2026-01-01 12:02:02.300000','2026-01-01 12:02:02.400000','2026-01-01 13:02:10.944000','2026-01-01 12:02:02.400000',90000,90000,90000,0,'2026-01-01 14:02:10.944000','2026-01-01 13:02:10.944000',NULL,NULL,0,'2026-01-01 12:32:02.200000',NULL);
INSERT INTO "orders" VALUES(4,2004,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2004',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2004/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','pending','3iC1ZRvt9-n3JfYtc14Wbg','23504','Pending',5368,100,'0.09',NULL,5,'2026-01-01 12:03:03.200000','2026-01-01 12:03:03.200000','2026-01-01 12:03:03.300000','2026-01-01 12:03:03.300000','2026-01-01 13:03:10.944000',NULL,0,90000,90000,90000,'2026-01-01 13:03:10.944000','2026-01-01 13:03:10.944000',NULL,NULL,0,'2026-01-01 12:33:03.200000',NULL);
INSERT INTO "orders" VALUES(5,2005,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2005',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2005/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','processing','3UU-2XqbrJqkXtUPZWcqSA','23505','Processing',7777,100,'0.09',NULL,5,'2026-01-01 12:03:03.400000','2026-01-01 12:03:03.400000','2026-01-01 12:03:03.600000','2026-01-01 12:03:03.700000','2026-01-01 13:03:10.944000',NULL,0,90000,90000,90000,'2026-01-01 13:03:10.944000','2026-01-01 13:03:10.944000',NULL,NULL,0,'2026-01-01 12:33:03.400000',NULL);
INSERT INTO "orders" VALUES(6,2006,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2006',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2006/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','in_progress','G8xDS9OyDjlt3yIwoLKXVg','23506','In progress',7946,100,'0.09',NULL,5,'2026-01-01 12:03:03.700000','2026-01-01 12:03:03.700000','2026-01-01 12:03:03.900000','2026-01-01 12:03:04.000000','2026-01-01 13:03:10.944000',NULL,0,90000,90000,90000,'2026-01-01 13:03:10.944000','2026-01-01 13:03:10.944000',NULL,NULL,0,'2026-01-01 12:33:03.700000',NULL);
INSERT INTO "orders" VALUES(7,2007,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2007',200,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2007/", "quantity": 200, "fields": {"quantity": 200}, "price_micro": 180000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 180000}',180000,'USD','completed','ZvlDb7P2XLK5e-JMKuR9BQ','23507','Completed',3643,0,'0.18',NULL,5,'2026-01-01 12:03:04.000000','2026-01-01 12:03:04.000000','2026-01-01 12:03:04.200000','2026-01-01 12:04:04.200000','2026-01-01 13:00:10.944000','2026-01-01 12:04:04.200000',0,180000,180000,180000,'2026-01-01 14:00:10.944000','2026-01-01 13:00:10.944000',NULL,NULL,0,'2026-01-01 12:33:04.000000',NULL);
INSERT INTO "orders" VALUES(8,2008,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2008',200,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2008/", "quantity": 200, "fields": {"quantity": 200}, "price_micro": 180000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 180000}',180000,'USD','canceled','pWncaGE3qqozqsS4fTcOYQ','23508','Canceled',6244,200,'0',NULL,7,'2026-01-01 12:04:04.300000','2026-01-01 12:04:04.300000','2026-01-01 12:04:04.500000','2026-01-01 12:34:09.228000','2026-01-01 13:00:10.944000','2026-01-01 12:34:09.228000',180000,180000,180000,0,'2026-01-01 14:00:10.944000','2026-01-01 13:00:10.944000',NULL,NULL,0,'2026-01-01 12:34:04.300000',NULL);
INSERT INTO "orders" VALUES(9,2009,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2009',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2009/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','d1hfgLfM3iHtW3tYO8JV_g',NULL,NULL,NULL,NULL,NULL,'auth: Invalid API key',5,'2026-01-01 12:04:05.500000','2026-01-01 12:04:05.500000',NULL,'2026-01-01 12:04:05.600000',NULL,'2026-01-01 12:04:05.600000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:05.500000',NULL);
INSERT INTO "orders" VALUES(10,2010,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2010',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2010/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','HXqs4kl4yqzErjz3CdXb1w',NULL,NULL,NULL,NULL,NULL,'funds: Not enough funds',5,'2026-01-01 12:04:05.660000','2026-01-01 12:04:05.660000',NULL,'2026-01-01 12:04:05.800000',NULL,'2026-01-01 12:04:05.800000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:05.660000',NULL);
INSERT INTO "orders" VALUES(11,2011,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2011',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2011/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','lnDi4vqwCXVqshZMqAsa7g',NULL,NULL,NULL,NULL,NULL,'duplicate_link: You have active order with this link.',5,'2026-01-01 12:04:05.828000','2026-01-01 12:04:05.828000',NULL,'2026-01-01 12:04:06.000000',NULL,'2026-01-01 12:04:06.000000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:05.828000',NULL);
INSERT INTO "orders" VALUES(12,2012,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2012',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2012/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','HPCGw-U11LazxsZw9_ml6A',NULL,NULL,NULL,NULL,NULL,'service: Incorrect service ID',5,'2026-01-01 12:04:06.028000','2026-01-01 12:04:06.028000',NULL,'2026-01-01 12:04:06.200000',NULL,'2026-01-01 12:04:06.200000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:06.028000',NULL);
INSERT INTO "orders" VALUES(13,2013,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2013',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2013/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','oedeJ3JE8yphwW-hKCVMDQ',NULL,NULL,NULL,NULL,NULL,'quantity: Quantity less than minimal: 100',5,'2026-01-01 12:04:06.228000','2026-01-01 12:04:06.228000',NULL,'2026-01-01 12:04:06.400000',NULL,'2026-01-01 12:04:06.400000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:06.228000',NULL);
INSERT INTO "orders" VALUES(14,2014,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2014',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2014/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','DUHoiF7eknNYNqtV2oIpug',NULL,NULL,NULL,NULL,NULL,'link: Invalid link',5,'2026-01-01 12:04:06.428000','2026-01-01 12:04:06.428000',NULL,'2026-01-01 12:04:06.600000',NULL,'2026-01-01 12:04:06.600000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:06.428000',NULL);
INSERT INTO "orders" VALUES(15,2015,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2015',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2015/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','4IdPGKbqCn-L6oBEiGWuZA',NULL,NULL,NULL,NULL,NULL,'params: bad parameter: interval',5,'2026-01-01 12:04:06.628000','2026-01-01 12:04:06.628000',NULL,'2026-01-01 12:04:06.800000',NULL,'2026-01-01 12:04:06.800000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:06.628000',NULL);
INSERT INTO "orders" VALUES(16,2016,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2016',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2016/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','qaaXJEhw6UOEOYxuYhq1ng',NULL,NULL,NULL,NULL,NULL,'blocked: HTTP 403',5,'2026-01-01 12:04:06.828000','2026-01-01 12:04:06.828000',NULL,'2026-01-01 12:04:07.000000',NULL,'2026-01-01 12:04:07.000000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:06.828000',NULL);
INSERT INTO "orders" VALUES(17,2017,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2017',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2017/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','jLd8w5vrkBBA11uZ964ulQ',NULL,NULL,NULL,NULL,NULL,'other: the panel gave no reason',5,'2026-01-01 12:04:07.028000','2026-01-01 12:04:07.028000',NULL,'2026-01-01 12:04:07.200000',NULL,'2026-01-01 12:04:07.200000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.028000',NULL);
INSERT INTO "orders" VALUES(18,2018,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2018',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2018/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','rejected','FtN746L9FtSERQG9eEEqoA',NULL,NULL,NULL,NULL,NULL,'other: We are sorry: try tomorrow',5,'2026-01-01 12:04:07.228000','2026-01-01 12:04:07.228000',NULL,'2026-01-01 12:04:07.400000',NULL,'2026-01-01 12:04:07.400000',0,90000,90000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.228000',NULL);
INSERT INTO "orders" VALUES(19,2019,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2019',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2019/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','UoEBL_HhrIut08oWkrWCAg',NULL,NULL,NULL,NULL,NULL,'withdrawn',5,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.428000',NULL);
INSERT INTO "orders" VALUES(20,2020,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2020',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2020/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','_8cMzD7KJdQ9K6gKYahQ_w',NULL,NULL,NULL,NULL,NULL,'waited_too_long',5,'2026-01-01 12:04:07.628000','2026-01-01 12:04:07.628000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.628000',NULL);
INSERT INTO "orders" VALUES(21,2021,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2021',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2021/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','HX0aCiSVRAdwR8FwD5vacA',NULL,NULL,NULL,NULL,NULL,'dearer',5,'2026-01-01 12:04:07.628000','2026-01-01 12:04:07.628000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.628000',NULL);
INSERT INTO "orders" VALUES(22,2022,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2022',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2022/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','BNXvuF7cKgWBR_VyPUPzLQ',NULL,NULL,NULL,NULL,NULL,'gone',5,'2026-01-01 12:04:07.800000','2026-01-01 12:04:07.800000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.800000',NULL);
INSERT INTO "orders" VALUES(23,2023,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2023',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2023/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','0kDqi6SRwD1Uh9cMrb2-Sg',NULL,NULL,NULL,NULL,NULL,'not_placed',5,'2026-01-01 12:04:07.828000','2026-01-01 12:04:07.828000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.828000',NULL);
INSERT INTO "orders" VALUES(24,2024,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2024',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2024/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','tfibXWk8aGjBwO1GMhvAww',NULL,NULL,NULL,NULL,NULL,'not_placed: Link is private: open it first',5,'2026-01-01 12:04:07.828000','2026-01-01 12:04:07.828000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:07.828000',NULL);
INSERT INTO "orders" VALUES(25,2025,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2025',100,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2025/", "quantity": 100, "fields": {"quantity": 100}, "price_micro": 90000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 90000}',90000,'USD','voided','Tbm_m-6Lb0Oiqn_oQHR4mQ',NULL,NULL,NULL,NULL,NULL,'unclear',5,'2026-01-01 12:04:08.028000','2026-01-01 12:04:08.028000',NULL,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000',0,90000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 12:34:08.028000',NULL);
INSERT INTO "orders" VALUES(26,2026,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2026',110,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2026/", "quantity": 110, "fields": {"quantity": 110}, "price_micro": 99000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 99000}',99000,'USD','unknown','YXQsY97ZrkGKKWK42fNydg',NULL,NULL,NULL,NULL,NULL,'ReadError',5,'2026-01-01 12:34:09.718000','2026-01-01 12:34:09.718000',NULL,'2026-01-01 12:34:09.818000',NULL,NULL,0,99000,99000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:04:09.718000',NULL);
INSERT INTO "orders" VALUES(27,2027,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2027',120,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2027/", "quantity": 120, "fields": {"quantity": 120}, "price_micro": 108000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 108000}',108000,'USD','unknown','GDes3k8jITqwsea6ewEe_w',NULL,NULL,NULL,NULL,NULL,'the panel''s words prove nothing: 系统繁忙',5,'2026-01-01 12:59:10.283000','2026-01-01 12:59:10.283000',NULL,'2026-01-01 12:59:10.483000',NULL,NULL,0,108000,108000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:29:10.283000',NULL);
INSERT INTO "orders" VALUES(28,2028,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2028',130,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2028/", "quantity": 130, "fields": {"quantity": 130}, "price_micro": 117000, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 117000}',117000,'USD','unknown','KYEgxoHXulV0BCX-qRKFZg',NULL,NULL,NULL,NULL,NULL,'ReadError',5,'2026-01-01 13:03:10.944000','2026-01-01 13:03:10.944000',NULL,'2026-01-01 13:03:11.144000',NULL,NULL,0,117000,117000,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:10.944000',NULL);
INSERT INTO "orders" VALUES(29,2078,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2078',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2078/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','FrnJBGCn-LVJ4TkbTn_qyw',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'2026-01-01 13:03:25.959000','2026-01-01 13:03:25.959000',NULL,'2026-01-01 13:03:25.959000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:25.959000',NULL);
INSERT INTO "orders" VALUES(30,2079,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2079',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2079/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','L0pZ3xxgPg9FCexBjv1Eww',NULL,NULL,NULL,NULL,NULL,'inquiry',NULL,'2026-01-01 13:03:26.025000','2026-01-01 13:03:26.025000',NULL,'2026-01-01 13:03:26.025000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.025000',NULL);
INSERT INTO "orders" VALUES(31,2080,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2080',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2080/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','P6QSnVuzVvase5j3CideUQ',NULL,NULL,NULL,NULL,NULL,'panel_down',NULL,'2026-01-01 13:03:26.091000','2026-01-01 13:03:26.091000',NULL,'2026-01-01 13:03:26.091000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.091000',NULL);
INSERT INTO "orders" VALUES(32,2081,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2081',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2081/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','weRvM3FDsapp__a_nzw6eA',NULL,NULL,NULL,NULL,NULL,'prices',NULL,'2026-01-01 13:03:26.157000','2026-01-01 13:03:26.157000',NULL,'2026-01-01 13:03:26.157000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.157000',NULL);
INSERT INTO "orders" VALUES(33,2082,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2082',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2082/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','_cHK43mHLnuewKXEUaj7aQ',NULL,NULL,NULL,NULL,NULL,'account',NULL,'2026-01-01 13:03:26.223000','2026-01-01 13:03:26.223000',NULL,'2026-01-01 13:03:26.223000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.223000',NULL);
INSERT INTO "orders" VALUES(34,2083,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2083',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2083/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','CYdnSLJbeGpIH7jDZUybnQ',NULL,NULL,NULL,NULL,NULL,'throttled',NULL,'2026-01-01 13:03:26.299000','2026-01-01 13:03:26.299000',NULL,'2026-01-01 13:03:26.299000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.299000',NULL);
INSERT INTO "orders" VALUES(35,2084,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2084',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2084/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','W-rymLCf_XhwokEJ0FmFkA',NULL,NULL,NULL,NULL,NULL,'throttled: Too many requests. Limit 50/minute.',NULL,'2026-01-01 13:03:26.365000','2026-01-01 13:03:26.365000',NULL,'2026-01-01 13:03:26.365000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.365000',NULL);
INSERT INTO "orders" VALUES(36,2085,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2085',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2085/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','ckVj-_zx-Pj4ZIdfz-CZ0w',NULL,NULL,NULL,NULL,NULL,'not_sent: connection refused',NULL,'2026-01-01 13:03:26.431000','2026-01-01 13:03:26.431000',NULL,'2026-01-01 13:03:26.431000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.431000',NULL);
INSERT INTO "orders" VALUES(37,2086,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2086',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2086/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','wgMz6AEA8aYSkhTBr2I-MQ',NULL,NULL,NULL,NULL,NULL,'auth: Invalid API key',NULL,'2026-01-01 13:03:26.497000','2026-01-01 13:03:26.497000',NULL,'2026-01-01 13:03:26.497000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.497000',NULL);
INSERT INTO "orders" VALUES(38,2087,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2087',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2087/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','5TAgFmIISiPdJsoMQ7cMDw',NULL,NULL,NULL,NULL,NULL,'funds: Not enough funds',NULL,'2026-01-01 13:03:26.563000','2026-01-01 13:03:26.563000',NULL,'2026-01-01 13:03:26.563000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.563000',NULL);
INSERT INTO "orders" VALUES(39,2088,'127.0.0.1:1~24aa9af94f','1','instagram.com/p/abc123/2088',140,'{"service_id": "1", "service_name": "Instagram Followers | Real | Start 0-1 h", "link": "https://www.instagram.com/p/abc123/2088/", "quantity": 140, "fields": {"quantity": 140}, "price_micro": 151200, "currency": "USD", "per_post_micro": 0, "refill": null, "cancel": null, "cost_micro": 126000}',151200,'USD','reserved','8miYffQh_yf0CQDT7yq0Pg',NULL,NULL,NULL,NULL,NULL,'blocked: HTTP 403',NULL,'2026-01-01 13:03:26.629000','2026-01-01 13:03:26.629000',NULL,'2026-01-01 13:03:26.629000',NULL,NULL,0,126000,NULL,NULL,NULL,NULL,NULL,NULL,0,'2026-01-01 13:33:26.629000',NULL);
CREATE TABLE "outbox" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	dedupe_key TEXT NOT NULL, 
	lane SMALLINT NOT NULL, 
	chat_id BIGINT NOT NULL, 
	kind TEXT NOT NULL, 
	payload JSON NOT NULL, 
	broadcast_id INTEGER, 
	state TEXT NOT NULL, 
	revision INTEGER DEFAULT '0' NOT NULL, 
	attempts SMALLINT DEFAULT '0' NOT NULL, 
	not_before DATETIME NOT NULL, 
	error TEXT, 
	created_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	CONSTRAINT ck_outbox_state_known CHECK (state IN ('pending','sent','failed','blocked','stopped')), 
	CONSTRAINT fk_outbox_broadcast_id_broadcast FOREIGN KEY(broadcast_id) REFERENCES broadcast (id), 
	CONSTRAINT uq_outbox_dedupe_key UNIQUE (dedupe_key)
);
INSERT INTO "outbox" VALUES(1,'card:1',1,2001,'card','{"order_id": 1}',NULL,'sent',2,0,'2026-01-01 12:00:00.500000',NULL,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.500000');
INSERT INTO "outbox" VALUES(4,'finished:1:completed:2026-01-01T12:00:00+00:00',1,2001,'finished','{"order_id": 1, "state": "completed"}',NULL,'sent',0,0,'2026-01-01 12:00:00.500000',NULL,'2026-01-01 12:00:00.500000','2026-01-01 12:00:01.200000');
INSERT INTO "outbox" VALUES(5,'card:2',1,2002,'card','{"order_id": 2}',NULL,'pending',3,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 12:01:01.200000',NULL);
INSERT INTO "outbox" VALUES(8,'finished:2:partial:2026-01-01T12:01:01+00:00',1,2002,'finished','{"order_id": 2, "state": "partial"}',NULL,'sent',0,0,'2026-01-01 12:01:01.400000',NULL,'2026-01-01 12:01:01.400000','2026-01-01 12:01:02.200000');
INSERT INTO "outbox" VALUES(9,'card:3',1,2003,'card','{"order_id": 3}',NULL,'sent',2,0,'2026-01-01 12:02:02.400000',NULL,'2026-01-01 12:02:02.200000','2026-01-01 12:02:02.400000');
INSERT INTO "outbox" VALUES(12,'finished:3:canceled:2026-01-01T12:02:02+00:00',1,2003,'finished','{"order_id": 3, "state": "canceled"}',NULL,'sent',0,0,'2026-01-01 12:02:02.400000',NULL,'2026-01-01 12:02:02.400000','2026-01-01 12:02:03.200000');
INSERT INTO "outbox" VALUES(13,'card:4',1,2004,'card','{"order_id": 4}',NULL,'sent',2,0,'2026-01-01 12:03:03.400000',NULL,'2026-01-01 12:03:03.200000','2026-01-01 12:03:03.400000');
INSERT INTO "outbox" VALUES(16,'card:5',1,2005,'card','{"order_id": 5}',NULL,'sent',2,0,'2026-01-01 12:03:03.700000',NULL,'2026-01-01 12:03:03.400000','2026-01-01 12:03:03.700000');
INSERT INTO "outbox" VALUES(19,'card:6',1,2006,'card','{"order_id": 6}',NULL,'sent',2,0,'2026-01-01 12:03:04.000000',NULL,'2026-01-01 12:03:03.700000','2026-01-01 12:03:04.000000');
INSERT INTO "outbox" VALUES(22,'card:7',1,2007,'card','{"order_id": 7}',NULL,'sent',4,0,'2026-01-01 12:04:04.300000',NULL,'2026-01-01 12:03:04.000000','2026-01-01 12:04:04.300000');
INSERT INTO "outbox" VALUES(25,'finished:7:completed:2026-01-01T12:04:04+00:00',1,2007,'finished','{"order_id": 7, "state": "completed"}',NULL,'sent',0,0,'2026-01-01 12:04:04.200000',NULL,'2026-01-01 12:04:04.200000','2026-01-01 12:04:04.228000');
INSERT INTO "outbox" VALUES(28,'card:8',1,2008,'card','{"order_id": 8}',NULL,'sent',4,0,'2026-01-01 12:34:09.228000',NULL,'2026-01-01 12:04:04.300000','2026-01-01 12:34:09.355000');
INSERT INTO "outbox" VALUES(32,'card:9',1,2009,'card','{"order_id": 9}',NULL,'sent',1,0,'2026-01-01 12:04:05.600000',NULL,'2026-01-01 12:04:05.500000','2026-01-01 12:04:05.627000');
INSERT INTO "outbox" VALUES(34,'finished:9:rejected:once',1,2009,'finished','{"order_id": 9, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:05.600000',NULL,'2026-01-01 12:04:05.600000','2026-01-01 12:04:05.660000');
INSERT INTO "outbox" VALUES(35,'card:10',1,2010,'card','{"order_id": 10}',NULL,'sent',1,0,'2026-01-01 12:04:05.800000',NULL,'2026-01-01 12:04:05.660000','2026-01-01 12:04:05.800000');
INSERT INTO "outbox" VALUES(37,'finished:10:rejected:once',1,2010,'finished','{"order_id": 10, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:05.800000',NULL,'2026-01-01 12:04:05.800000','2026-01-01 12:04:05.828000');
INSERT INTO "outbox" VALUES(38,'card:11',1,2011,'card','{"order_id": 11}',NULL,'sent',1,0,'2026-01-01 12:04:06.000000',NULL,'2026-01-01 12:04:05.828000','2026-01-01 12:04:06.000000');
INSERT INTO "outbox" VALUES(40,'finished:11:rejected:once',1,2011,'finished','{"order_id": 11, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:06.000000',NULL,'2026-01-01 12:04:06.000000','2026-01-01 12:04:06.028000');
INSERT INTO "outbox" VALUES(41,'card:12',1,2012,'card','{"order_id": 12}',NULL,'sent',1,0,'2026-01-01 12:04:06.200000',NULL,'2026-01-01 12:04:06.028000','2026-01-01 12:04:06.200000');
INSERT INTO "outbox" VALUES(43,'finished:12:rejected:once',1,2012,'finished','{"order_id": 12, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:06.200000',NULL,'2026-01-01 12:04:06.200000','2026-01-01 12:04:06.228000');
INSERT INTO "outbox" VALUES(44,'card:13',1,2013,'card','{"order_id": 13}',NULL,'sent',1,0,'2026-01-01 12:04:06.400000',NULL,'2026-01-01 12:04:06.228000','2026-01-01 12:04:06.400000');
INSERT INTO "outbox" VALUES(46,'finished:13:rejected:once',1,2013,'finished','{"order_id": 13, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:06.400000',NULL,'2026-01-01 12:04:06.400000','2026-01-01 12:04:06.428000');
INSERT INTO "outbox" VALUES(47,'card:14',1,2014,'card','{"order_id": 14}',NULL,'sent',1,0,'2026-01-01 12:04:06.600000',NULL,'2026-01-01 12:04:06.428000','2026-01-01 12:04:06.600000');
INSERT INTO "outbox" VALUES(49,'finished:14:rejected:once',1,2014,'finished','{"order_id": 14, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:06.600000',NULL,'2026-01-01 12:04:06.600000','2026-01-01 12:04:06.628000');
INSERT INTO "outbox" VALUES(50,'card:15',1,2015,'card','{"order_id": 15}',NULL,'sent',1,0,'2026-01-01 12:04:06.800000',NULL,'2026-01-01 12:04:06.628000','2026-01-01 12:04:06.800000');
INSERT INTO "outbox" VALUES(52,'finished:15:rejected:once',1,2015,'finished','{"order_id": 15, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:06.800000',NULL,'2026-01-01 12:04:06.800000','2026-01-01 12:04:06.828000');
INSERT INTO "outbox" VALUES(53,'card:16',1,2016,'card','{"order_id": 16}',NULL,'sent',1,0,'2026-01-01 12:04:07.000000',NULL,'2026-01-01 12:04:06.828000','2026-01-01 12:04:07.000000');
INSERT INTO "outbox" VALUES(55,'finished:16:rejected:once',1,2016,'finished','{"order_id": 16, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:07.000000',NULL,'2026-01-01 12:04:07.000000','2026-01-01 12:04:07.028000');
INSERT INTO "outbox" VALUES(56,'card:17',1,2017,'card','{"order_id": 17}',NULL,'sent',1,0,'2026-01-01 12:04:07.200000',NULL,'2026-01-01 12:04:07.028000','2026-01-01 12:04:07.200000');
INSERT INTO "outbox" VALUES(58,'finished:17:rejected:once',1,2017,'finished','{"order_id": 17, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:07.200000',NULL,'2026-01-01 12:04:07.200000','2026-01-01 12:04:07.228000');
INSERT INTO "outbox" VALUES(59,'card:18',1,2018,'card','{"order_id": 18}',NULL,'sent',1,0,'2026-01-01 12:04:07.400000',NULL,'2026-01-01 12:04:07.228000','2026-01-01 12:04:07.400000');
INSERT INTO "outbox" VALUES(61,'finished:18:rejected:once',1,2018,'finished','{"order_id": 18, "state": "rejected"}',NULL,'sent',0,0,'2026-01-01 12:04:07.400000',NULL,'2026-01-01 12:04:07.400000','2026-01-01 12:04:07.428000');
INSERT INTO "outbox" VALUES(62,'card:19',1,2019,'card','{"order_id": 19}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.428000','2026-01-01 12:34:09.228000');
INSERT INTO "outbox" VALUES(63,'card:20',1,2020,'card','{"order_id": 20}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.628000','2026-01-01 12:34:09.256000');
INSERT INTO "outbox" VALUES(64,'card:21',1,2021,'card','{"order_id": 21}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.628000','2026-01-01 12:34:09.289000');
INSERT INTO "outbox" VALUES(65,'card:22',1,2022,'card','{"order_id": 22}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.800000','2026-01-01 12:34:09.388000');
INSERT INTO "outbox" VALUES(66,'card:23',1,2023,'card','{"order_id": 23}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.828000','2026-01-01 12:34:09.454000');
INSERT INTO "outbox" VALUES(67,'card:24',1,2024,'card','{"order_id": 24}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:07.828000','2026-01-01 12:34:09.421000');
INSERT INTO "outbox" VALUES(68,'card:25',1,2025,'card','{"order_id": 25}',NULL,'sent',1,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:04:08.028000','2026-01-01 12:34:09.322000');
INSERT INTO "outbox" VALUES(70,'finished:19:voided:once',1,2019,'finished','{"order_id": 19, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.487000');
INSERT INTO "outbox" VALUES(72,'finished:20:voided:once',1,2020,'finished','{"order_id": 20, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.718000');
INSERT INTO "outbox" VALUES(74,'finished:21:voided:once',1,2021,'finished','{"order_id": 21, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.685000');
INSERT INTO "outbox" VALUES(76,'finished:22:voided:once',1,2022,'finished','{"order_id": 22, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.520000');
INSERT INTO "outbox" VALUES(78,'finished:23:voided:once',1,2023,'finished','{"order_id": 23, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.553000');
INSERT INTO "outbox" VALUES(80,'finished:24:voided:once',1,2024,'finished','{"order_id": 24, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.586000');
INSERT INTO "outbox" VALUES(82,'finished:25:voided:once',1,2025,'finished','{"order_id": 25, "state": "voided"}',NULL,'sent',0,0,'2026-01-01 12:34:09.028000',NULL,'2026-01-01 12:34:09.028000','2026-01-01 12:34:09.619000');
INSERT INTO "outbox" VALUES(84,'finished:8:canceled:2026-01-01T12:34:09+00:00',1,2008,'finished','{"order_id": 8, "state": "canceled"}',NULL,'sent',0,0,'2026-01-01 12:34:09.228000',NULL,'2026-01-01 12:34:09.228000','2026-01-01 12:34:09.652000');
INSERT INTO "outbox" VALUES(85,'card:26',1,2026,'card','{"order_id": 26}',NULL,'sent',1,0,'2026-01-01 12:34:09.818000',NULL,'2026-01-01 12:34:09.718000','2026-01-01 12:34:09.883000');
INSERT INTO "outbox" VALUES(87,'alert:900:26:ReadError:order_unknown',1,900,'alert','{"about": "26:ReadError", "alert": "order_unknown", "order_id": 26, "word": "ReadError"}',NULL,'sent',0,0,'2026-01-01 12:34:09.818000',NULL,'2026-01-01 12:34:09.818000','2026-01-01 12:34:09.850000');
INSERT INTO "outbox" VALUES(88,'review:900:26',1,900,'review','{"order_id": 26}',NULL,'pending',1,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 12:35:10.283000',NULL);
INSERT INTO "outbox" VALUES(89,'card:27',1,2027,'card','{"order_id": 27}',NULL,'sent',1,0,'2026-01-01 12:59:10.483000',NULL,'2026-01-01 12:59:10.283000','2026-01-01 12:59:10.511000');
INSERT INTO "outbox" VALUES(91,'alert:900:27:the panel''s words prove nothing: 系统繁忙:order_unknown',1,900,'alert','{"about": "27:the panel''s words prove nothing: \u7cfb\u7edf\u7e41\u5fd9", "alert": "order_unknown", "order_id": 27, "word": "the panel''s words prove nothing: \u7cfb\u7edf\u7e41\u5fd9"}',NULL,'sent',0,0,'2026-01-01 12:59:10.483000',NULL,'2026-01-01 12:59:10.483000','2026-01-01 12:59:10.483000');
INSERT INTO "outbox" VALUES(92,'alert:900:text:1:text_strange:',1,900,'alert','{"about": "text:1", "alert": "text_strange", "word": "\u7cfb\u7edf\u7e41\u5fd9", "number": 1}',NULL,'sent',0,0,'2026-01-01 12:59:10.483000',NULL,'2026-01-01 12:59:10.483000','2026-01-01 12:59:10.544000');
INSERT INTO "outbox" VALUES(93,'card:28',1,2028,'card','{"order_id": 28}',NULL,'sent',1,0,'2026-01-01 13:03:11.144000',NULL,'2026-01-01 13:03:10.944000','2026-01-01 13:03:11.172000');
INSERT INTO "outbox" VALUES(95,'alert:900:28:ReadError:order_unknown',1,900,'alert','{"about": "28:ReadError", "alert": "order_unknown", "order_id": 28, "word": "ReadError"}',NULL,'sent',0,0,'2026-01-01 13:03:11.144000',NULL,'2026-01-01 13:03:11.144000','2026-01-01 13:03:11.144000');
INSERT INTO "outbox" VALUES(96,'credited:stars:stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9',1,2029,'credited','{"way": "stars", "charge_id": "stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9"}',NULL,'pending',0,0,'2026-01-01 13:03:11.172000',NULL,'2026-01-01 13:03:11.172000',NULL);
INSERT INTO "outbox" VALUES(97,'credited:card:4611686018468_96a7673dacfd7a50819a0c76018028',1,2031,'credited','{"way": "card", "charge_id": "4611686018468_96a7673dacfd7a50819a0c76018028"}',NULL,'sent',0,0,'2026-01-01 13:03:11.304000',NULL,'2026-01-01 13:03:11.304000','2026-01-01 13:03:11.535000');
INSERT INTO "outbox" VALUES(98,'receipt:900:9',1,900,'receipt','{"topup_id": 9}',NULL,'sent',0,0,'2026-01-01 13:03:11.535000',NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.964000');
INSERT INTO "outbox" VALUES(99,'receipt:900:11',1,900,'receipt','{"topup_id": 11}',NULL,'pending',0,0,'2026-01-01 13:03:11.964000',NULL,'2026-01-01 13:03:11.964000',NULL);
INSERT INTO "outbox" VALUES(100,'turned_down:11',1,2036,'turned_down','{"topup_id": 11}',NULL,'pending',0,0,'2026-01-01 13:03:12.144000',NULL,'2026-01-01 13:03:12.144000',NULL);
INSERT INTO "outbox" VALUES(101,'broadcast:1:101',2,101,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.469000');
INSERT INTO "outbox" VALUES(102,'broadcast:1:102',2,102,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.436000');
INSERT INTO "outbox" VALUES(103,'broadcast:1:900',2,900,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.271000');
INSERT INTO "outbox" VALUES(104,'broadcast:1:2001',2,2001,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(105,'broadcast:1:2002',2,2002,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.502000');
INSERT INTO "outbox" VALUES(106,'broadcast:1:2003',2,2003,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.535000');
INSERT INTO "outbox" VALUES(107,'broadcast:1:2004',2,2004,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.568000');
INSERT INTO "outbox" VALUES(108,'broadcast:1:2005',2,2005,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.601000');
INSERT INTO "outbox" VALUES(109,'broadcast:1:2006',2,2006,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.634000');
INSERT INTO "outbox" VALUES(110,'broadcast:1:2007',2,2007,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.700000');
INSERT INTO "outbox" VALUES(111,'broadcast:1:2008',2,2008,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.733000');
INSERT INTO "outbox" VALUES(112,'broadcast:1:2009',2,2009,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(113,'broadcast:1:2010',2,2010,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.799000');
INSERT INTO "outbox" VALUES(114,'broadcast:1:2011',2,2011,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.832000');
INSERT INTO "outbox" VALUES(115,'broadcast:1:2012',2,2012,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.865000');
INSERT INTO "outbox" VALUES(116,'broadcast:1:2013',2,2013,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.898000');
INSERT INTO "outbox" VALUES(117,'broadcast:1:2014',2,2014,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.931000');
INSERT INTO "outbox" VALUES(118,'broadcast:1:2015',2,2015,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.299000');
INSERT INTO "outbox" VALUES(119,'broadcast:1:2016',2,2016,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.332000');
INSERT INTO "outbox" VALUES(120,'broadcast:1:2017',2,2017,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(121,'broadcast:1:2018',2,2018,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.398000');
INSERT INTO "outbox" VALUES(122,'broadcast:1:2019',2,2019,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.431000');
INSERT INTO "outbox" VALUES(123,'broadcast:1:2020',2,2020,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.464000');
INSERT INTO "outbox" VALUES(124,'broadcast:1:2021',2,2021,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.497000');
INSERT INTO "outbox" VALUES(125,'broadcast:1:2022',2,2022,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.530000');
INSERT INTO "outbox" VALUES(126,'broadcast:1:2023',2,2023,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.563000');
INSERT INTO "outbox" VALUES(127,'broadcast:1:2024',2,2024,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.596000');
INSERT INTO "outbox" VALUES(128,'broadcast:1:2025',2,2025,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(129,'broadcast:1:2026',2,2026,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.662000');
INSERT INTO "outbox" VALUES(130,'broadcast:1:2027',2,2027,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.695000');
INSERT INTO "outbox" VALUES(131,'broadcast:1:2028',2,2028,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.728000');
INSERT INTO "outbox" VALUES(132,'broadcast:1:2029',2,2029,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.761000');
INSERT INTO "outbox" VALUES(133,'broadcast:1:2030',2,2030,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.794000');
INSERT INTO "outbox" VALUES(134,'broadcast:1:2031',2,2031,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.827000');
INSERT INTO "outbox" VALUES(135,'broadcast:1:2032',2,2032,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.860000');
INSERT INTO "outbox" VALUES(136,'broadcast:1:2033',2,2033,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(137,'broadcast:1:2034',2,2034,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.926000');
INSERT INTO "outbox" VALUES(138,'broadcast:1:2035',2,2035,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.959000');
INSERT INTO "outbox" VALUES(139,'broadcast:1:2036',2,2036,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:23.992000');
INSERT INTO "outbox" VALUES(140,'broadcast:1:2037',2,2037,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.025000');
INSERT INTO "outbox" VALUES(141,'broadcast:1:2038',2,2038,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.058000');
INSERT INTO "outbox" VALUES(142,'broadcast:1:2039',2,2039,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.091000');
INSERT INTO "outbox" VALUES(143,'broadcast:1:2040',2,2040,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.124000');
INSERT INTO "outbox" VALUES(144,'broadcast:1:2041',2,2041,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(145,'broadcast:1:2042',2,2042,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.190000');
INSERT INTO "outbox" VALUES(146,'broadcast:1:2043',2,2043,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.223000');
INSERT INTO "outbox" VALUES(147,'broadcast:1:2044',2,2044,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.271000');
INSERT INTO "outbox" VALUES(148,'broadcast:1:2045',2,2045,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.299000');
INSERT INTO "outbox" VALUES(149,'broadcast:1:2046',2,2046,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.332000');
INSERT INTO "outbox" VALUES(150,'broadcast:1:2047',2,2047,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.365000');
INSERT INTO "outbox" VALUES(151,'broadcast:1:2048',2,2048,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.398000');
INSERT INTO "outbox" VALUES(152,'broadcast:1:2049',2,2049,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(153,'broadcast:1:2050',2,2050,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.464000');
INSERT INTO "outbox" VALUES(154,'broadcast:1:2051',2,2051,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.497000');
INSERT INTO "outbox" VALUES(155,'broadcast:1:2052',2,2052,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.530000');
INSERT INTO "outbox" VALUES(156,'broadcast:1:2053',2,2053,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.563000');
INSERT INTO "outbox" VALUES(157,'broadcast:1:2054',2,2054,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.596000');
INSERT INTO "outbox" VALUES(158,'broadcast:1:2055',2,2055,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.629000');
INSERT INTO "outbox" VALUES(159,'broadcast:1:2056',2,2056,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.662000');
INSERT INTO "outbox" VALUES(160,'broadcast:1:2057',2,2057,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(161,'broadcast:1:2058',2,2058,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.728000');
INSERT INTO "outbox" VALUES(162,'broadcast:1:2059',2,2059,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.761000');
INSERT INTO "outbox" VALUES(163,'broadcast:1:2060',2,2060,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.794000');
INSERT INTO "outbox" VALUES(164,'broadcast:1:2061',2,2061,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.827000');
INSERT INTO "outbox" VALUES(165,'broadcast:1:2062',2,2062,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.860000');
INSERT INTO "outbox" VALUES(166,'broadcast:1:2063',2,2063,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.893000');
INSERT INTO "outbox" VALUES(167,'broadcast:1:2064',2,2064,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.926000');
INSERT INTO "outbox" VALUES(168,'broadcast:1:2065',2,2065,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(169,'broadcast:1:2066',2,2066,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:24.992000');
INSERT INTO "outbox" VALUES(170,'broadcast:1:2067',2,2067,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.025000');
INSERT INTO "outbox" VALUES(171,'broadcast:1:2068',2,2068,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.058000');
INSERT INTO "outbox" VALUES(172,'broadcast:1:2069',2,2069,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.091000');
INSERT INTO "outbox" VALUES(173,'broadcast:1:2070',2,2070,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.124000');
INSERT INTO "outbox" VALUES(174,'broadcast:1:2071',2,2071,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.157000');
INSERT INTO "outbox" VALUES(175,'broadcast:1:2072',2,2072,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.190000');
INSERT INTO "outbox" VALUES(176,'broadcast:1:2073',2,2073,'broadcast','{"broadcast_id": 1}',1,'pending',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000',NULL);
INSERT INTO "outbox" VALUES(177,'broadcast:1:2074',2,2074,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.271000');
INSERT INTO "outbox" VALUES(178,'broadcast:1:2075',2,2075,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.299000');
INSERT INTO "outbox" VALUES(179,'broadcast:1:2076',2,2076,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.332000');
INSERT INTO "outbox" VALUES(180,'broadcast:1:2077',2,2077,'broadcast','{"broadcast_id": 1}',1,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:25.365000');
INSERT INTO "outbox" VALUES(181,'progress:1',1,900,'progress','{"broadcast_id": 1}',NULL,'sent',0,0,'2026-01-01 13:03:22.304000',NULL,'2026-01-01 13:03:22.304000','2026-01-01 13:03:22.667000');
INSERT INTO "outbox" VALUES(182,'card:29',1,2078,'card','{"order_id": 29}',NULL,'pending',0,0,'2026-01-01 13:03:25.959000',NULL,'2026-01-01 13:03:25.959000',NULL);
INSERT INTO "outbox" VALUES(183,'card:30',1,2079,'card','{"order_id": 30}',NULL,'pending',0,0,'2026-01-01 13:03:26.025000',NULL,'2026-01-01 13:03:26.025000',NULL);
INSERT INTO "outbox" VALUES(184,'card:31',1,2080,'card','{"order_id": 31}',NULL,'pending',0,0,'2026-01-01 13:03:26.091000',NULL,'2026-01-01 13:03:26.091000',NULL);
INSERT INTO "outbox" VALUES(185,'card:32',1,2081,'card','{"order_id": 32}',NULL,'pending',0,0,'2026-01-01 13:03:26.157000',NULL,'2026-01-01 13:03:26.157000',NULL);
INSERT INTO "outbox" VALUES(186,'card:33',1,2082,'card','{"order_id": 33}',NULL,'pending',0,0,'2026-01-01 13:03:26.223000',NULL,'2026-01-01 13:03:26.223000',NULL);
INSERT INTO "outbox" VALUES(187,'card:34',1,2083,'card','{"order_id": 34}',NULL,'pending',0,0,'2026-01-01 13:03:26.299000',NULL,'2026-01-01 13:03:26.299000',NULL);
INSERT INTO "outbox" VALUES(188,'card:35',1,2084,'card','{"order_id": 35}',NULL,'pending',0,0,'2026-01-01 13:03:26.365000',NULL,'2026-01-01 13:03:26.365000',NULL);
INSERT INTO "outbox" VALUES(189,'card:36',1,2085,'card','{"order_id": 36}',NULL,'pending',0,0,'2026-01-01 13:03:26.431000',NULL,'2026-01-01 13:03:26.431000',NULL);
INSERT INTO "outbox" VALUES(190,'card:37',1,2086,'card','{"order_id": 37}',NULL,'pending',0,0,'2026-01-01 13:03:26.497000',NULL,'2026-01-01 13:03:26.497000',NULL);
INSERT INTO "outbox" VALUES(191,'card:38',1,2087,'card','{"order_id": 38}',NULL,'pending',0,0,'2026-01-01 13:03:26.563000',NULL,'2026-01-01 13:03:26.563000',NULL);
INSERT INTO "outbox" VALUES(192,'card:39',1,2088,'card','{"order_id": 39}',NULL,'pending',0,0,'2026-01-01 13:03:26.629000',NULL,'2026-01-01 13:03:26.629000',NULL);
INSERT INTO "outbox" VALUES(194,'finished:1:completed:upgrade',1,2001,'finished','{"order_id": 1, "state": "completed"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(195,'finished:2:partial:upgrade',1,2002,'finished','{"order_id": 2, "state": "partial"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(196,'finished:3:canceled:upgrade',1,2003,'finished','{"order_id": 3, "state": "canceled"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(197,'finished:7:completed:upgrade',1,2007,'finished','{"order_id": 7, "state": "completed"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(198,'finished:8:canceled:upgrade',1,2008,'finished','{"order_id": 8, "state": "canceled"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(199,'finished:9:rejected:upgrade',1,2009,'finished','{"order_id": 9, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(200,'finished:10:rejected:upgrade',1,2010,'finished','{"order_id": 10, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(201,'finished:11:rejected:upgrade',1,2011,'finished','{"order_id": 11, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(202,'finished:12:rejected:upgrade',1,2012,'finished','{"order_id": 12, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(203,'finished:13:rejected:upgrade',1,2013,'finished','{"order_id": 13, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(204,'finished:14:rejected:upgrade',1,2014,'finished','{"order_id": 14, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(205,'finished:15:rejected:upgrade',1,2015,'finished','{"order_id": 15, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(206,'finished:16:rejected:upgrade',1,2016,'finished','{"order_id": 16, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(207,'finished:17:rejected:upgrade',1,2017,'finished','{"order_id": 17, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(208,'finished:18:rejected:upgrade',1,2018,'finished','{"order_id": 18, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(209,'finished:19:voided:upgrade',1,2019,'finished','{"order_id": 19, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(210,'finished:20:voided:upgrade',1,2020,'finished','{"order_id": 20, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(211,'finished:21:voided:upgrade',1,2021,'finished','{"order_id": 21, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(212,'finished:22:voided:upgrade',1,2022,'finished','{"order_id": 22, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(213,'finished:23:voided:upgrade',1,2023,'finished','{"order_id": 23, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(214,'finished:24:voided:upgrade',1,2024,'finished','{"order_id": 24, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(215,'finished:25:voided:upgrade',1,2025,'finished','{"order_id": 25, "state": "voided"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(216,'money_back:2:1',1,2002,'money_back','{"order_id": 2}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(217,'refill:1:done',1,2002,'refill','{"order_id": 2, "state": "done"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(218,'refill:1:rejected',1,2002,'refill','{"order_id": 2, "state": "rejected"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(220,'returned:stars:stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9',1,2029,'returned','{"way": "stars", "charge_id": "stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(222,'receipt_more:900:9:2',1,900,'receipt_more','{"topup_id": 9, "number": 2}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(224,'wallet:admin:gift2001',1,2001,'wallet_changed','{"key": "admin:gift2001"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(226,'reminder:900:2026-01-09',1,900,'reminder','{}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(227,'came_back:2002:upgrade',1,2002,'came_back','{"orders": 3}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(228,'unsure:2002',1,2002,'unsure','{}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(229,'alert:900:upgrade:webhook_removed',1,900,'alert','{"about": "upgrade", "alert": "webhook_removed", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(230,'alert:900:upgrade:other_poller',1,900,'alert','{"about": "upgrade", "alert": "other_poller", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(231,'alert:900:upgrade:telegram_waits',1,900,'alert','{"about": "upgrade", "alert": "telegram_waits", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(232,'alert:900:upgrade:order_unknown',1,900,'alert','{"about": "upgrade", "alert": "order_unknown", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(233,'alert:900:upgrade:order_parked',1,900,'alert','{"about": "upgrade", "alert": "order_parked", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(234,'alert:900:upgrade:panel_auth',1,900,'alert','{"about": "upgrade", "alert": "panel_auth", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(235,'alert:900:upgrade:panel_shut',1,900,'alert','{"about": "upgrade", "alert": "panel_shut", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(236,'alert:900:upgrade:panel_funds',1,900,'alert','{"about": "upgrade", "alert": "panel_funds", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(237,'alert:900:upgrade:panel_blocked',1,900,'alert','{"about": "upgrade", "alert": "panel_blocked", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(238,'alert:900:upgrade:text_strange',1,900,'alert','{"about": "upgrade", "alert": "text_strange", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(239,'alert:900:upgrade:status_word',1,900,'alert','{"about": "upgrade", "alert": "status_word", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(240,'alert:900:upgrade:status_none',1,900,'alert','{"about": "upgrade", "alert": "status_none", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(241,'alert:900:upgrade:status_failed',1,900,'alert','{"about": "upgrade", "alert": "status_failed", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(242,'alert:900:upgrade:status_error',1,900,'alert','{"about": "upgrade", "alert": "status_error", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(243,'alert:900:upgrade:orders_silent',1,900,'alert','{"about": "upgrade", "alert": "orders_silent", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(244,'alert:900:upgrade:orders_endless',1,900,'alert','{"about": "upgrade", "alert": "orders_endless", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(245,'alert:900:upgrade:partial_unclear',1,900,'alert','{"about": "upgrade", "alert": "partial_unclear", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(246,'alert:900:upgrade:canceled_charged',1,900,'alert','{"about": "upgrade", "alert": "canceled_charged", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(247,'alert:900:upgrade:payment_unknown',1,900,'alert','{"about": "upgrade", "alert": "payment_unknown", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(248,'alert:900:upgrade:payment_returned',1,900,'alert','{"about": "upgrade", "alert": "payment_returned", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(249,'alert:900:upgrade:checkout_unended',1,900,'alert','{"about": "upgrade", "alert": "checkout_unended", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(250,'alert:900:upgrade:currency_changed',1,900,'alert','{"about": "upgrade", "alert": "currency_changed", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(251,'alert:900:upgrade:bill_refused',1,900,'alert','{"about": "upgrade", "alert": "bill_refused", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(252,'alert:900:upgrade:money_unexplained',1,900,'alert','{"about": "upgrade", "alert": "money_unexplained", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(253,'alert:900:upgrade:voided_charged',1,900,'alert','{"about": "upgrade", "alert": "voided_charged", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(254,'alert:900:upgrade:books_broken',1,900,'alert','{"about": "upgrade", "alert": "books_broken", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(255,'alert:900:upgrade:books_unchecked',1,900,'alert','{"about": "upgrade", "alert": "books_unchecked", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(256,'alert:900:upgrade:books_fine',1,900,'alert','{"about": "upgrade", "alert": "books_fine", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(257,'alert:900:upgrade:rate_missing',1,900,'alert','{"about": "upgrade", "alert": "rate_missing", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(258,'alert:900:upgrade:work_failing',1,900,'alert','{"about": "upgrade", "alert": "work_failing", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(259,'alert:900:upgrade:clock_ahead',1,900,'alert','{"about": "upgrade", "alert": "clock_ahead", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(260,'alert:900:upgrade:clock_back',1,900,'alert','{"about": "upgrade", "alert": "clock_back", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(261,'alert:900:upgrade:order_overcharged',1,900,'alert','{"about": "upgrade", "alert": "order_overcharged", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(262,'alert:900:upgrade:service_stopped',1,900,'alert','{"about": "upgrade", "alert": "service_stopped", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(263,'alert:900:upgrade:refunds_held',1,900,'alert','{"about": "upgrade", "alert": "refunds_held", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(264,'alert:900:upgrade:refund_undone',1,900,'alert','{"about": "upgrade", "alert": "refund_undone", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(265,'alert:900:upgrade:completed_undone',1,900,'alert','{"about": "upgrade", "alert": "completed_undone", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(266,'alert:900:upgrade:prices_old',1,900,'alert','{"about": "upgrade", "alert": "prices_old", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(267,'alert:900:upgrade:order_dearer',1,900,'alert','{"about": "upgrade", "alert": "order_dearer", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(268,'alert:900:upgrade:order_gone',1,900,'alert','{"about": "upgrade", "alert": "order_gone", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(269,'alert:900:upgrade:price_fallen',1,900,'alert','{"about": "upgrade", "alert": "price_fallen", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(270,'alert:900:upgrade:price_of_nothing',1,900,'alert','{"about": "upgrade", "alert": "price_of_nothing", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(271,'alert:900:upgrade:updates_unnoticed',1,900,'alert','{"about": "upgrade", "alert": "updates_unnoticed", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(272,'alert:900:upgrade:balance_unread',1,900,'alert','{"about": "upgrade", "alert": "balance_unread", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
INSERT INTO "outbox" VALUES(273,'alert:900:upgrade:catalogue_shrunk',1,900,'alert','{"about": "upgrade", "alert": "catalogue_shrunk", "word": "a word", "order_id": 2, "person_id": 2002, "number": 1, "amount": 90000, "amount_micro": 90000, "currency": "USD"}',NULL,'pending',0,0,'2026-01-01 13:03:26.662000',NULL,'2026-01-01 13:03:26.662000',NULL);
CREATE TABLE overcharged_service (
	panel TEXT NOT NULL, 
	service_id TEXT NOT NULL, 
	orders BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	stopped_at DATETIME, 
	resumed_by BIGINT, 
	CONSTRAINT pk_overcharged_service PRIMARY KEY (panel, service_id)
);
CREATE TABLE panel_account (
	panel TEXT NOT NULL, 
	profile TEXT, 
	balance_micro BIGINT, 
	currency TEXT, 
	balance_at DATETIME, 
	catalogue_at DATETIME, 
	trouble TEXT, 
	trouble_at DATETIME, balance_asked_at DATETIME, shared_at DATETIME, shared_micro BIGINT, balance_decimals SMALLINT, prompt_run INTEGER DEFAULT 0 NOT NULL, unseen_micro BIGINT DEFAULT 0 NOT NULL, unseen_at DATETIME, late_at DATETIME, strange_micro BIGINT DEFAULT 0 NOT NULL, strange_told_at DATETIME, 
	CONSTRAINT pk_panel_account PRIMARY KEY (panel)
);
INSERT INTO "panel_account" VALUES('127.0.0.1:1~24aa9af94f','seed',9999289000,'USD','2026-01-01 13:03:16.144000','2026-01-01 12:34:09.128000',NULL,NULL,'2026-01-01 13:03:16.144000',NULL,NULL,3,0,126000,'2026-01-01 12:03:03.200000',NULL,0,NULL);
CREATE TABLE payment (
	id INTEGER NOT NULL, 
	way TEXT NOT NULL, 
	charge_id TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	payload TEXT NOT NULL, 
	currency TEXT NOT NULL, 
	amount_minor BIGINT NOT NULL, 
	invoice_id INTEGER, 
	credited_micro BIGINT NOT NULL, 
	credited_currency TEXT NOT NULL, 
	state TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, bot_id BIGINT DEFAULT '0' NOT NULL, 
	CONSTRAINT pk_payment PRIMARY KEY (id), 
	CONSTRAINT ck_payment_state_known CHECK (state IN ('credited','suspense','returning','returned')), 
	CONSTRAINT fk_payment_invoice_id_invoice FOREIGN KEY(invoice_id) REFERENCES invoice (id), 
	CONSTRAINT fk_payment_person_id_person FOREIGN KEY(person_id) REFERENCES person (id), 
	CONSTRAINT uq_payment_way_charge_id UNIQUE (way, charge_id)
);
INSERT INTO "payment" VALUES(1,'stars','stxaa05095484424074dd894fb1547c0f4a098c2d23bc6ac5eee9ff28a75e1512075f7bc311244382801396f204d531fed33ec9',2029,'6sfb9ladTY32wk5XigwFQU2nL4UswzYD','XTR',77,1,1001000,'USD','credited','2026-01-01 13:03:11.172000','2026-01-01 13:03:11.172000',700000001);
INSERT INTO "payment" VALUES(2,'card','4611686018468_96a7673dacfd7a50819a0c76018028',2031,'7MowmQKVWHAlCRiqOGhszhBh4sxXKfbx','USD',100,3,1000000,'USD','credited','2026-01-01 13:03:11.304000','2026-01-01 13:03:11.304000',700000001);
CREATE TABLE payment_return (
	payment_id INTEGER NOT NULL, 
	n INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	state TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_payment_return PRIMARY KEY (payment_id, n), 
	CONSTRAINT ck_payment_return_state_known CHECK (state IN ('open','returned','refused')), 
	CONSTRAINT fk_payment_return_payment_id_payment FOREIGN KEY(payment_id) REFERENCES payment (id), 
	CONSTRAINT uq_payment_return_key UNIQUE ("key")
);
CREATE TABLE person (
	id BIGINT NOT NULL, 
	name TEXT NOT NULL, 
	username TEXT, 
	language TEXT NOT NULL, 
	reachable BOOLEAN DEFAULT (true) NOT NULL, 
	created_at DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	CONSTRAINT pk_person PRIMARY KEY (id)
);
INSERT INTO "person" VALUES(900,'Olga',NULL,'en',1,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.200000');
INSERT INTO "person" VALUES(101,'Ann',NULL,'en',1,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.200000');
INSERT INTO "person" VALUES(102,'Bob',NULL,'en',1,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.200000');
INSERT INTO "person" VALUES(2001,'P2001',NULL,'en',1,'2026-01-01 12:00:00.200000','2026-01-01 12:00:00.200000');
INSERT INTO "person" VALUES(2002,'P2002',NULL,'ru',1,'2026-01-01 12:01:01.200000','2026-01-01 12:01:01.200000');
INSERT INTO "person" VALUES(2003,'P2003',NULL,'en',1,'2026-01-01 12:02:02.200000','2026-01-01 12:02:02.200000');
INSERT INTO "person" VALUES(2004,'P2004',NULL,'ru',1,'2026-01-01 12:03:03.200000','2026-01-01 12:03:03.200000');
INSERT INTO "person" VALUES(2005,'P2005',NULL,'en',1,'2026-01-01 12:03:03.400000','2026-01-01 12:03:03.400000');
INSERT INTO "person" VALUES(2006,'P2006',NULL,'ru',1,'2026-01-01 12:03:03.700000','2026-01-01 12:03:03.700000');
INSERT INTO "person" VALUES(2007,'P2007',NULL,'en',1,'2026-01-01 12:03:04.000000','2026-01-01 12:03:04.000000');
INSERT INTO "person" VALUES(2008,'P2008',NULL,'ru',1,'2026-01-01 12:04:04.300000','2026-01-01 12:04:04.300000');
INSERT INTO "person" VALUES(2009,'P2009',NULL,'en',1,'2026-01-01 12:04:05.500000','2026-01-01 12:04:05.500000');
INSERT INTO "person" VALUES(2010,'P2010',NULL,'ru',1,'2026-01-01 12:04:05.660000','2026-01-01 12:04:05.660000');
INSERT INTO "person" VALUES(2011,'P2011',NULL,'en',1,'2026-01-01 12:04:05.828000','2026-01-01 12:04:05.828000');
INSERT INTO "person" VALUES(2012,'P2012',NULL,'ru',1,'2026-01-01 12:04:06.028000','2026-01-01 12:04:06.028000');
INSERT INTO "person" VALUES(2013,'P2013',NULL,'en',1,'2026-01-01 12:04:06.228000','2026-01-01 12:04:06.228000');
INSERT INTO "person" VALUES(2014,'P2014',NULL,'ru',1,'2026-01-01 12:04:06.428000','2026-01-01 12:04:06.428000');
INSERT INTO "person" VALUES(2015,'P2015',NULL,'en',1,'2026-01-01 12:04:06.628000','2026-01-01 12:04:06.628000');
INSERT INTO "person" VALUES(2016,'P2016',NULL,'ru',1,'2026-01-01 12:04:06.828000','2026-01-01 12:04:06.828000');
INSERT INTO "person" VALUES(2017,'P2017',NULL,'en',1,'2026-01-01 12:04:07.028000','2026-01-01 12:04:07.028000');
INSERT INTO "person" VALUES(2018,'P2018',NULL,'ru',1,'2026-01-01 12:04:07.228000','2026-01-01 12:04:07.228000');
INSERT INTO "person" VALUES(2019,'P2019',NULL,'en',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2020,'P2020',NULL,'ru',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2021,'P2021',NULL,'en',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2022,'P2022',NULL,'ru',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2023,'P2023',NULL,'en',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2024,'P2024',NULL,'ru',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2025,'P2025',NULL,'en',1,'2026-01-01 12:04:07.428000','2026-01-01 12:04:07.428000');
INSERT INTO "person" VALUES(2026,'P2026',NULL,'ru',1,'2026-01-01 12:34:09.718000','2026-01-01 12:34:09.718000');
INSERT INTO "person" VALUES(2027,'P2027',NULL,'en',1,'2026-01-01 12:59:10.283000','2026-01-01 12:59:10.283000');
INSERT INTO "person" VALUES(2028,'P2028',NULL,'ru',1,'2026-01-01 13:03:10.944000','2026-01-01 13:03:10.944000');
INSERT INTO "person" VALUES(2029,'P2029',NULL,'en',1,'2026-01-01 13:03:11.172000','2026-01-01 13:03:11.172000');
INSERT INTO "person" VALUES(2030,'P2030',NULL,'ru',1,'2026-01-01 13:03:11.304000','2026-01-01 13:03:11.304000');
INSERT INTO "person" VALUES(2031,'P2031',NULL,'en',1,'2026-01-01 13:03:11.304000','2026-01-01 13:03:11.304000');
INSERT INTO "person" VALUES(2032,'P2032',NULL,'ru',1,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "person" VALUES(2033,'P2033',NULL,'en',1,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "person" VALUES(2034,'P2034',NULL,'ru',1,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "person" VALUES(2035,'P2035',NULL,'en',1,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "person" VALUES(2036,'P2036',NULL,'ru',1,'2026-01-01 13:03:11.964000','2026-01-01 13:03:11.964000');
INSERT INTO "person" VALUES(2037,'P2037',NULL,'en',1,'2026-01-01 13:03:12.304000','2026-01-01 13:03:12.304000');
INSERT INTO "person" VALUES(2038,'P2038',NULL,'ru',1,'2026-01-01 13:03:12.304000','2026-01-01 13:03:12.304000');
INSERT INTO "person" VALUES(2039,'P2039',NULL,'en',1,'2026-01-01 13:03:12.304000','2026-01-01 13:03:12.304000');
INSERT INTO "person" VALUES(2040,'P2040',NULL,'ru',1,'2026-01-01 13:03:12.535000','2026-01-01 13:03:12.535000');
INSERT INTO "person" VALUES(2041,'P2041',NULL,'en',1,'2026-01-01 13:03:12.535000','2026-01-01 13:03:12.535000');
INSERT INTO "person" VALUES(2042,'P2042',NULL,'ru',1,'2026-01-01 13:03:12.535000','2026-01-01 13:03:12.535000');
INSERT INTO "person" VALUES(2043,'P2043',NULL,'en',1,'2026-01-01 13:03:12.535000','2026-01-01 13:03:12.535000');
INSERT INTO "person" VALUES(2044,'P2044',NULL,'ru',1,'2026-01-01 13:03:12.964000','2026-01-01 13:03:12.964000');
INSERT INTO "person" VALUES(2045,'P2045',NULL,'en',1,'2026-01-01 13:03:13.304000','2026-01-01 13:03:13.304000');
INSERT INTO "person" VALUES(2046,'P2046',NULL,'ru',1,'2026-01-01 13:03:13.535000','2026-01-01 13:03:13.535000');
INSERT INTO "person" VALUES(2047,'P2047',NULL,'en',1,'2026-01-01 13:03:13.535000','2026-01-01 13:03:13.535000');
INSERT INTO "person" VALUES(2048,'P2048',NULL,'ru',1,'2026-01-01 13:03:13.964000','2026-01-01 13:03:13.964000');
INSERT INTO "person" VALUES(2049,'P2049',NULL,'en',1,'2026-01-01 13:03:14.304000','2026-01-01 13:03:14.304000');
INSERT INTO "person" VALUES(2050,'P2050',NULL,'ru',1,'2026-01-01 13:03:14.535000','2026-01-01 13:03:14.535000');
INSERT INTO "person" VALUES(2051,'P2051',NULL,'en',1,'2026-01-01 13:03:15.144000','2026-01-01 13:03:15.144000');
INSERT INTO "person" VALUES(2052,'P2052',NULL,'ru',1,'2026-01-01 13:03:15.535000','2026-01-01 13:03:15.535000');
INSERT INTO "person" VALUES(2053,'P2053',NULL,'en',1,'2026-01-01 13:03:15.535000','2026-01-01 13:03:15.535000');
INSERT INTO "person" VALUES(2054,'P2054',NULL,'ru',1,'2026-01-01 13:03:15.964000','2026-01-01 13:03:15.964000');
INSERT INTO "person" VALUES(2055,'P2055',NULL,'en',1,'2026-01-01 13:03:16.172000','2026-01-01 13:03:16.172000');
INSERT INTO "person" VALUES(2056,'P2056',NULL,'ru',1,'2026-01-01 13:03:16.304000','2026-01-01 13:03:16.304000');
INSERT INTO "person" VALUES(2057,'P2057',NULL,'en',1,'2026-01-01 13:03:16.535000','2026-01-01 13:03:16.535000');
INSERT INTO "person" VALUES(2058,'P2058',NULL,'ru',1,'2026-01-01 13:03:16.964000','2026-01-01 13:03:16.964000');
INSERT INTO "person" VALUES(2059,'P2059',NULL,'en',1,'2026-01-01 13:03:17.304000','2026-01-01 13:03:17.304000');
INSERT INTO "person" VALUES(2060,'P2060',NULL,'ru',1,'2026-01-01 13:03:17.535000','2026-01-01 13:03:17.535000');
INSERT INTO "person" VALUES(2061,'P2061',NULL,'en',1,'2026-01-01 13:03:17.964000','2026-01-01 13:03:17.964000');
INSERT INTO "person" VALUES(2062,'P2062',NULL,'ru',1,'2026-01-01 13:03:18.144000','2026-01-01 13:03:18.144000');
INSERT INTO "person" VALUES(2063,'P2063',NULL,'en',1,'2026-01-01 13:03:18.304000','2026-01-01 13:03:18.304000');
INSERT INTO "person" VALUES(2064,'P2064',NULL,'ru',1,'2026-01-01 13:03:18.535000','2026-01-01 13:03:18.535000');
INSERT INTO "person" VALUES(2065,'P2065',NULL,'en',1,'2026-01-01 13:03:18.535000','2026-01-01 13:03:18.535000');
INSERT INTO "person" VALUES(2066,'P2066',NULL,'ru',1,'2026-01-01 13:03:19.144000','2026-01-01 13:03:19.144000');
INSERT INTO "person" VALUES(2067,'P2067',NULL,'en',1,'2026-01-01 13:03:19.535000','2026-01-01 13:03:19.535000');
INSERT INTO "person" VALUES(2068,'P2068',NULL,'ru',1,'2026-01-01 13:03:19.535000','2026-01-01 13:03:19.535000');
INSERT INTO "person" VALUES(2069,'P2069',NULL,'en',1,'2026-01-01 13:03:20.144000','2026-01-01 13:03:20.144000');
INSERT INTO "person" VALUES(2070,'P2070',NULL,'ru',1,'2026-01-01 13:03:20.304000','2026-01-01 13:03:20.304000');
INSERT INTO "person" VALUES(2071,'P2071',NULL,'en',1,'2026-01-01 13:03:20.535000','2026-01-01 13:03:20.535000');
INSERT INTO "person" VALUES(2072,'P2072',NULL,'ru',1,'2026-01-01 13:03:20.964000','2026-01-01 13:03:20.964000');
INSERT INTO "person" VALUES(2073,'P2073',NULL,'en',1,'2026-01-01 13:03:21.304000','2026-01-01 13:03:21.304000');
INSERT INTO "person" VALUES(2074,'P2074',NULL,'ru',1,'2026-01-01 13:03:21.535000','2026-01-01 13:03:21.535000');
INSERT INTO "person" VALUES(2075,'P2075',NULL,'en',1,'2026-01-01 13:03:21.535000','2026-01-01 13:03:21.535000');
INSERT INTO "person" VALUES(2076,'P2076',NULL,'ru',1,'2026-01-01 13:03:21.964000','2026-01-01 13:03:21.964000');
INSERT INTO "person" VALUES(2077,'P2077',NULL,'en',1,'2026-01-01 13:03:22.172000','2026-01-01 13:03:22.172000');
INSERT INTO "person" VALUES(2078,'P2078',NULL,'ru',1,'2026-01-01 13:03:25.431000','2026-01-01 13:03:25.431000');
INSERT INTO "person" VALUES(2079,'P2079',NULL,'en',1,'2026-01-01 13:03:25.464000','2026-01-01 13:03:25.464000');
INSERT INTO "person" VALUES(2080,'P2080',NULL,'ru',1,'2026-01-01 13:03:25.497000','2026-01-01 13:03:25.497000');
INSERT INTO "person" VALUES(2081,'P2081',NULL,'en',1,'2026-01-01 13:03:25.530000','2026-01-01 13:03:25.530000');
INSERT INTO "person" VALUES(2082,'P2082',NULL,'ru',1,'2026-01-01 13:03:25.563000','2026-01-01 13:03:25.563000');
INSERT INTO "person" VALUES(2083,'P2083',NULL,'en',1,'2026-01-01 13:03:25.596000','2026-01-01 13:03:25.596000');
INSERT INTO "person" VALUES(2084,'P2084',NULL,'ru',1,'2026-01-01 13:03:25.629000','2026-01-01 13:03:25.629000');
INSERT INTO "person" VALUES(2085,'P2085',NULL,'en',1,'2026-01-01 13:03:25.662000','2026-01-01 13:03:25.662000');
INSERT INTO "person" VALUES(2086,'P2086',NULL,'ru',1,'2026-01-01 13:03:25.695000','2026-01-01 13:03:25.695000');
INSERT INTO "person" VALUES(2087,'P2087',NULL,'en',1,'2026-01-01 13:03:25.728000','2026-01-01 13:03:25.728000');
INSERT INTO "person" VALUES(2088,'P2088',NULL,'ru',1,'2026-01-01 13:03:25.761000','2026-01-01 13:03:25.761000');
INSERT INTO "person" VALUES(2089,'P2089',NULL,'en',1,'2026-01-01 13:03:25.794000','2026-01-01 13:03:25.794000');
INSERT INTO "person" VALUES(2090,'P2090',NULL,'ru',1,'2026-01-01 13:03:25.827000','2026-01-01 13:03:25.827000');
INSERT INTO "person" VALUES(2091,'P2091',NULL,'en',1,'2026-01-01 13:03:25.860000','2026-01-01 13:03:25.860000');
INSERT INTO "person" VALUES(2092,'P2092',NULL,'ru',1,'2026-01-01 13:03:25.893000','2026-01-01 13:03:25.893000');
CREATE TABLE person_level (
	person_id BIGINT NOT NULL, 
	level TEXT NOT NULL, 
	changed_by BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_person_level PRIMARY KEY (person_id)
);
INSERT INTO "person_level" VALUES(2001,'vip',900,'2026-01-01 13:03:12.304000');
CREATE TABLE posting (
	journal_id INTEGER NOT NULL, 
	seq SMALLINT NOT NULL, 
	account_id INTEGER NOT NULL, 
	amount_micro BIGINT NOT NULL, 
	balance_micro BIGINT NOT NULL, 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_posting PRIMARY KEY (journal_id, seq), 
	CONSTRAINT ck_posting_amount_not_zero CHECK (amount_micro <> 0), 
	CONSTRAINT fk_posting_account_id_account FOREIGN KEY(account_id) REFERENCES account (id), 
	CONSTRAINT fk_posting_journal_id_journal FOREIGN KEY(journal_id) REFERENCES journal (id), 
	CONSTRAINT uq_posting_account_id_version UNIQUE (account_id, version)
);
INSERT INTO "posting" VALUES(1,1,1,50000000,50000000,1);
INSERT INTO "posting" VALUES(1,0,2,-50000000,-50000000,1);
INSERT INTO "posting" VALUES(2,1,3,90000,90000,1);
INSERT INTO "posting" VALUES(2,0,1,-90000,49910000,2);
INSERT INTO "posting" VALUES(3,0,3,-90000,0,2);
INSERT INTO "posting" VALUES(3,1,4,90000,90000,1);
INSERT INTO "posting" VALUES(4,1,5,50000000,50000000,1);
INSERT INTO "posting" VALUES(4,0,2,-50000000,-100000000,2);
INSERT INTO "posting" VALUES(5,1,6,90000,90000,1);
INSERT INTO "posting" VALUES(5,0,5,-90000,49910000,2);
INSERT INTO "posting" VALUES(6,0,6,-90000,0,2);
INSERT INTO "posting" VALUES(6,1,4,90000,180000,2);
INSERT INTO "posting" VALUES(7,1,5,36000,49946000,3);
INSERT INTO "posting" VALUES(7,0,4,-36000,144000,3);
INSERT INTO "posting" VALUES(8,1,7,50000000,50000000,1);
INSERT INTO "posting" VALUES(8,0,2,-50000000,-150000000,3);
INSERT INTO "posting" VALUES(9,1,8,90000,90000,1);
INSERT INTO "posting" VALUES(9,0,7,-90000,49910000,2);
INSERT INTO "posting" VALUES(10,0,8,-90000,0,2);
INSERT INTO "posting" VALUES(10,1,4,90000,234000,4);
INSERT INTO "posting" VALUES(11,1,7,90000,50000000,3);
INSERT INTO "posting" VALUES(11,0,4,-90000,144000,5);
INSERT INTO "posting" VALUES(12,1,9,50000000,50000000,1);
INSERT INTO "posting" VALUES(12,0,2,-50000000,-200000000,4);
INSERT INTO "posting" VALUES(13,1,10,90000,90000,1);
INSERT INTO "posting" VALUES(13,0,9,-90000,49910000,2);
INSERT INTO "posting" VALUES(14,0,10,-90000,0,2);
INSERT INTO "posting" VALUES(14,1,4,90000,234000,6);
INSERT INTO "posting" VALUES(15,1,11,50000000,50000000,1);
INSERT INTO "posting" VALUES(15,0,2,-50000000,-250000000,5);
INSERT INTO "posting" VALUES(16,1,12,90000,90000,1);
INSERT INTO "posting" VALUES(16,0,11,-90000,49910000,2);
INSERT INTO "posting" VALUES(17,0,12,-90000,0,2);
INSERT INTO "posting" VALUES(17,1,4,90000,324000,7);
INSERT INTO "posting" VALUES(18,1,13,50000000,50000000,1);
INSERT INTO "posting" VALUES(18,0,2,-50000000,-300000000,6);
INSERT INTO "posting" VALUES(19,1,14,90000,90000,1);
INSERT INTO "posting" VALUES(19,0,13,-90000,49910000,2);
INSERT INTO "posting" VALUES(20,0,14,-90000,0,2);
INSERT INTO "posting" VALUES(20,1,4,90000,414000,8);
INSERT INTO "posting" VALUES(21,1,15,50000000,50000000,1);
INSERT INTO "posting" VALUES(21,0,2,-50000000,-350000000,7);
INSERT INTO "posting" VALUES(22,1,16,180000,180000,1);
INSERT INTO "posting" VALUES(22,0,15,-180000,49820000,2);
INSERT INTO "posting" VALUES(23,0,16,-180000,0,2);
INSERT INTO "posting" VALUES(23,1,4,180000,594000,9);
INSERT INTO "posting" VALUES(24,1,17,50000000,50000000,1);
INSERT INTO "posting" VALUES(24,0,2,-50000000,-400000000,8);
INSERT INTO "posting" VALUES(25,1,18,180000,180000,1);
INSERT INTO "posting" VALUES(25,0,17,-180000,49820000,2);
INSERT INTO "posting" VALUES(26,0,18,-180000,0,2);
INSERT INTO "posting" VALUES(26,1,4,180000,774000,10);
INSERT INTO "posting" VALUES(27,1,19,50000000,50000000,1);
INSERT INTO "posting" VALUES(27,0,2,-50000000,-450000000,9);
INSERT INTO "posting" VALUES(28,1,20,90000,90000,1);
INSERT INTO "posting" VALUES(28,0,19,-90000,49910000,2);
INSERT INTO "posting" VALUES(29,0,20,-90000,0,2);
INSERT INTO "posting" VALUES(29,1,19,90000,50000000,3);
INSERT INTO "posting" VALUES(30,1,21,50000000,50000000,1);
INSERT INTO "posting" VALUES(30,0,2,-50000000,-500000000,10);
INSERT INTO "posting" VALUES(31,1,22,90000,90000,1);
INSERT INTO "posting" VALUES(31,0,21,-90000,49910000,2);
INSERT INTO "posting" VALUES(32,0,22,-90000,0,2);
INSERT INTO "posting" VALUES(32,1,21,90000,50000000,3);
INSERT INTO "posting" VALUES(33,1,23,50000000,50000000,1);
INSERT INTO "posting" VALUES(33,0,2,-50000000,-550000000,11);
INSERT INTO "posting" VALUES(34,1,24,90000,90000,1);
INSERT INTO "posting" VALUES(34,0,23,-90000,49910000,2);
INSERT INTO "posting" VALUES(35,0,24,-90000,0,2);
INSERT INTO "posting" VALUES(35,1,23,90000,50000000,3);
INSERT INTO "posting" VALUES(36,1,25,50000000,50000000,1);
INSERT INTO "posting" VALUES(36,0,2,-50000000,-600000000,12);
INSERT INTO "posting" VALUES(37,1,26,90000,90000,1);
INSERT INTO "posting" VALUES(37,0,25,-90000,49910000,2);
INSERT INTO "posting" VALUES(38,0,26,-90000,0,2);
INSERT INTO "posting" VALUES(38,1,25,90000,50000000,3);
INSERT INTO "posting" VALUES(39,1,27,50000000,50000000,1);
INSERT INTO "posting" VALUES(39,0,2,-50000000,-650000000,13);
INSERT INTO "posting" VALUES(40,1,28,90000,90000,1);
INSERT INTO "posting" VALUES(40,0,27,-90000,49910000,2);
INSERT INTO "posting" VALUES(41,0,28,-90000,0,2);
INSERT INTO "posting" VALUES(41,1,27,90000,50000000,3);
INSERT INTO "posting" VALUES(42,1,29,50000000,50000000,1);
INSERT INTO "posting" VALUES(42,0,2,-50000000,-700000000,14);
INSERT INTO "posting" VALUES(43,1,30,90000,90000,1);
INSERT INTO "posting" VALUES(43,0,29,-90000,49910000,2);
INSERT INTO "posting" VALUES(44,0,30,-90000,0,2);
INSERT INTO "posting" VALUES(44,1,29,90000,50000000,3);
INSERT INTO "posting" VALUES(45,1,31,50000000,50000000,1);
INSERT INTO "posting" VALUES(45,0,2,-50000000,-750000000,15);
INSERT INTO "posting" VALUES(46,1,32,90000,90000,1);
INSERT INTO "posting" VALUES(46,0,31,-90000,49910000,2);
INSERT INTO "posting" VALUES(47,0,32,-90000,0,2);
INSERT INTO "posting" VALUES(47,1,31,90000,50000000,3);
INSERT INTO "posting" VALUES(48,1,33,50000000,50000000,1);
INSERT INTO "posting" VALUES(48,0,2,-50000000,-800000000,16);
INSERT INTO "posting" VALUES(49,1,34,90000,90000,1);
INSERT INTO "posting" VALUES(49,0,33,-90000,49910000,2);
INSERT INTO "posting" VALUES(50,0,34,-90000,0,2);
INSERT INTO "posting" VALUES(50,1,33,90000,50000000,3);
INSERT INTO "posting" VALUES(51,1,35,50000000,50000000,1);
INSERT INTO "posting" VALUES(51,0,2,-50000000,-850000000,17);
INSERT INTO "posting" VALUES(52,1,36,90000,90000,1);
INSERT INTO "posting" VALUES(52,0,35,-90000,49910000,2);
INSERT INTO "posting" VALUES(53,0,36,-90000,0,2);
INSERT INTO "posting" VALUES(53,1,35,90000,50000000,3);
INSERT INTO "posting" VALUES(54,1,37,50000000,50000000,1);
INSERT INTO "posting" VALUES(54,0,2,-50000000,-900000000,18);
INSERT INTO "posting" VALUES(55,1,38,90000,90000,1);
INSERT INTO "posting" VALUES(55,0,37,-90000,49910000,2);
INSERT INTO "posting" VALUES(56,0,38,-90000,0,2);
INSERT INTO "posting" VALUES(56,1,37,90000,50000000,3);
INSERT INTO "posting" VALUES(57,1,39,50000000,50000000,1);
INSERT INTO "posting" VALUES(57,0,2,-50000000,-950000000,19);
INSERT INTO "posting" VALUES(58,1,40,50000000,50000000,1);
INSERT INTO "posting" VALUES(58,0,2,-50000000,-1000000000,20);
INSERT INTO "posting" VALUES(59,1,41,50000000,50000000,1);
INSERT INTO "posting" VALUES(59,0,2,-50000000,-1050000000,21);
INSERT INTO "posting" VALUES(60,1,42,50000000,50000000,1);
INSERT INTO "posting" VALUES(60,0,2,-50000000,-1100000000,22);
INSERT INTO "posting" VALUES(61,1,43,50000000,50000000,1);
INSERT INTO "posting" VALUES(61,0,2,-50000000,-1150000000,23);
INSERT INTO "posting" VALUES(62,1,44,50000000,50000000,1);
INSERT INTO "posting" VALUES(62,0,2,-50000000,-1200000000,24);
INSERT INTO "posting" VALUES(63,1,45,50000000,50000000,1);
INSERT INTO "posting" VALUES(63,0,2,-50000000,-1250000000,25);
INSERT INTO "posting" VALUES(64,1,46,90000,90000,1);
INSERT INTO "posting" VALUES(64,0,39,-90000,49910000,2);
INSERT INTO "posting" VALUES(65,1,47,90000,90000,1);
INSERT INTO "posting" VALUES(65,0,40,-90000,49910000,2);
INSERT INTO "posting" VALUES(66,1,48,90000,90000,1);
INSERT INTO "posting" VALUES(66,0,41,-90000,49910000,2);
INSERT INTO "posting" VALUES(67,1,49,90000,90000,1);
INSERT INTO "posting" VALUES(67,0,42,-90000,49910000,2);
INSERT INTO "posting" VALUES(68,1,50,90000,90000,1);
INSERT INTO "posting" VALUES(68,0,43,-90000,49910000,2);
INSERT INTO "posting" VALUES(69,1,51,90000,90000,1);
INSERT INTO "posting" VALUES(69,0,44,-90000,49910000,2);
INSERT INTO "posting" VALUES(70,1,52,90000,90000,1);
INSERT INTO "posting" VALUES(70,0,45,-90000,49910000,2);
INSERT INTO "posting" VALUES(71,0,46,-90000,0,2);
INSERT INTO "posting" VALUES(71,1,39,90000,50000000,3);
INSERT INTO "posting" VALUES(72,0,47,-90000,0,2);
INSERT INTO "posting" VALUES(72,1,40,90000,50000000,3);
INSERT INTO "posting" VALUES(73,0,48,-90000,0,2);
INSERT INTO "posting" VALUES(73,1,41,90000,50000000,3);
INSERT INTO "posting" VALUES(74,0,49,-90000,0,2);
INSERT INTO "posting" VALUES(74,1,42,90000,50000000,3);
INSERT INTO "posting" VALUES(75,0,50,-90000,0,2);
INSERT INTO "posting" VALUES(75,1,43,90000,50000000,3);
INSERT INTO "posting" VALUES(76,0,51,-90000,0,2);
INSERT INTO "posting" VALUES(76,1,44,90000,50000000,3);
INSERT INTO "posting" VALUES(77,0,52,-90000,0,2);
INSERT INTO "posting" VALUES(77,1,45,90000,50000000,3);
INSERT INTO "posting" VALUES(78,1,17,180000,50000000,3);
INSERT INTO "posting" VALUES(78,0,4,-180000,594000,11);
INSERT INTO "posting" VALUES(79,1,53,50000000,50000000,1);
INSERT INTO "posting" VALUES(79,0,2,-50000000,-1300000000,26);
INSERT INTO "posting" VALUES(80,1,54,99000,99000,1);
INSERT INTO "posting" VALUES(80,0,53,-99000,49901000,2);
INSERT INTO "posting" VALUES(81,1,55,50000000,50000000,1);
INSERT INTO "posting" VALUES(81,0,2,-50000000,-1350000000,27);
INSERT INTO "posting" VALUES(82,1,56,108000,108000,1);
INSERT INTO "posting" VALUES(82,0,55,-108000,49892000,2);
INSERT INTO "posting" VALUES(83,1,57,50000000,50000000,1);
INSERT INTO "posting" VALUES(83,0,2,-50000000,-1400000000,28);
INSERT INTO "posting" VALUES(84,1,58,117000,117000,1);
INSERT INTO "posting" VALUES(84,0,57,-117000,49883000,2);
INSERT INTO "posting" VALUES(85,1,59,1001000,1001000,1);
INSERT INTO "posting" VALUES(85,0,60,-1001000,-1001000,1);
INSERT INTO "posting" VALUES(86,1,61,1000000,1000000,1);
INSERT INTO "posting" VALUES(86,0,62,-1000000,-1000000,1);
INSERT INTO "posting" VALUES(87,1,63,50000000,50000000,1);
INSERT INTO "posting" VALUES(87,0,2,-50000000,-1450000000,29);
INSERT INTO "posting" VALUES(88,1,64,50000000,50000000,1);
INSERT INTO "posting" VALUES(88,0,2,-50000000,-1500000000,30);
INSERT INTO "posting" VALUES(89,1,65,50000000,50000000,1);
INSERT INTO "posting" VALUES(89,0,2,-50000000,-1550000000,31);
INSERT INTO "posting" VALUES(90,1,66,50000000,50000000,1);
INSERT INTO "posting" VALUES(90,0,2,-50000000,-1600000000,32);
INSERT INTO "posting" VALUES(91,1,67,50000000,50000000,1);
INSERT INTO "posting" VALUES(91,0,2,-50000000,-1650000000,33);
INSERT INTO "posting" VALUES(92,1,68,50000000,50000000,1);
INSERT INTO "posting" VALUES(92,0,2,-50000000,-1700000000,34);
INSERT INTO "posting" VALUES(93,1,69,50000000,50000000,1);
INSERT INTO "posting" VALUES(93,0,2,-50000000,-1750000000,35);
INSERT INTO "posting" VALUES(94,1,70,50000000,50000000,1);
INSERT INTO "posting" VALUES(94,0,2,-50000000,-1800000000,36);
INSERT INTO "posting" VALUES(95,1,71,50000000,50000000,1);
INSERT INTO "posting" VALUES(95,0,2,-50000000,-1850000000,37);
INSERT INTO "posting" VALUES(96,1,72,50000000,50000000,1);
INSERT INTO "posting" VALUES(96,0,2,-50000000,-1900000000,38);
INSERT INTO "posting" VALUES(97,1,73,50000000,50000000,1);
INSERT INTO "posting" VALUES(97,0,2,-50000000,-1950000000,39);
INSERT INTO "posting" VALUES(98,1,74,50000000,50000000,1);
INSERT INTO "posting" VALUES(98,0,2,-50000000,-2000000000,40);
INSERT INTO "posting" VALUES(99,1,75,50000000,50000000,1);
INSERT INTO "posting" VALUES(99,0,2,-50000000,-2050000000,41);
INSERT INTO "posting" VALUES(100,1,76,50000000,50000000,1);
INSERT INTO "posting" VALUES(100,0,2,-50000000,-2100000000,42);
INSERT INTO "posting" VALUES(101,1,77,50000000,50000000,1);
INSERT INTO "posting" VALUES(101,0,2,-50000000,-2150000000,43);
INSERT INTO "posting" VALUES(102,1,78,50000000,50000000,1);
INSERT INTO "posting" VALUES(102,0,2,-50000000,-2200000000,44);
INSERT INTO "posting" VALUES(103,1,79,50000000,50000000,1);
INSERT INTO "posting" VALUES(103,0,2,-50000000,-2250000000,45);
INSERT INTO "posting" VALUES(104,1,80,50000000,50000000,1);
INSERT INTO "posting" VALUES(104,0,2,-50000000,-2300000000,46);
INSERT INTO "posting" VALUES(105,1,81,50000000,50000000,1);
INSERT INTO "posting" VALUES(105,0,2,-50000000,-2350000000,47);
INSERT INTO "posting" VALUES(106,1,82,50000000,50000000,1);
INSERT INTO "posting" VALUES(106,0,2,-50000000,-2400000000,48);
INSERT INTO "posting" VALUES(107,1,83,50000000,50000000,1);
INSERT INTO "posting" VALUES(107,0,2,-50000000,-2450000000,49);
INSERT INTO "posting" VALUES(108,1,84,50000000,50000000,1);
INSERT INTO "posting" VALUES(108,0,2,-50000000,-2500000000,50);
INSERT INTO "posting" VALUES(109,1,85,50000000,50000000,1);
INSERT INTO "posting" VALUES(109,0,2,-50000000,-2550000000,51);
INSERT INTO "posting" VALUES(110,1,86,50000000,50000000,1);
INSERT INTO "posting" VALUES(110,0,2,-50000000,-2600000000,52);
INSERT INTO "posting" VALUES(111,1,87,50000000,50000000,1);
INSERT INTO "posting" VALUES(111,0,2,-50000000,-2650000000,53);
INSERT INTO "posting" VALUES(112,1,88,50000000,50000000,1);
INSERT INTO "posting" VALUES(112,0,2,-50000000,-2700000000,54);
INSERT INTO "posting" VALUES(113,1,89,50000000,50000000,1);
INSERT INTO "posting" VALUES(113,0,2,-50000000,-2750000000,55);
INSERT INTO "posting" VALUES(114,1,90,50000000,50000000,1);
INSERT INTO "posting" VALUES(114,0,2,-50000000,-2800000000,56);
INSERT INTO "posting" VALUES(115,1,91,50000000,50000000,1);
INSERT INTO "posting" VALUES(115,0,2,-50000000,-2850000000,57);
INSERT INTO "posting" VALUES(116,1,92,50000000,50000000,1);
INSERT INTO "posting" VALUES(116,0,2,-50000000,-2900000000,58);
INSERT INTO "posting" VALUES(117,1,93,50000000,50000000,1);
INSERT INTO "posting" VALUES(117,0,2,-50000000,-2950000000,59);
INSERT INTO "posting" VALUES(118,1,94,50000000,50000000,1);
INSERT INTO "posting" VALUES(118,0,2,-50000000,-3000000000,60);
INSERT INTO "posting" VALUES(119,1,95,50000000,50000000,1);
INSERT INTO "posting" VALUES(119,0,2,-50000000,-3050000000,61);
INSERT INTO "posting" VALUES(120,1,96,50000000,50000000,1);
INSERT INTO "posting" VALUES(120,0,2,-50000000,-3100000000,62);
INSERT INTO "posting" VALUES(121,1,97,50000000,50000000,1);
INSERT INTO "posting" VALUES(121,0,2,-50000000,-3150000000,63);
INSERT INTO "posting" VALUES(122,1,98,50000000,50000000,1);
INSERT INTO "posting" VALUES(122,0,2,-50000000,-3200000000,64);
INSERT INTO "posting" VALUES(123,1,99,50000000,50000000,1);
INSERT INTO "posting" VALUES(123,0,2,-50000000,-3250000000,65);
INSERT INTO "posting" VALUES(124,1,100,50000000,50000000,1);
INSERT INTO "posting" VALUES(124,0,2,-50000000,-3300000000,66);
INSERT INTO "posting" VALUES(125,1,101,50000000,50000000,1);
INSERT INTO "posting" VALUES(125,0,2,-50000000,-3350000000,67);
INSERT INTO "posting" VALUES(126,1,102,50000000,50000000,1);
INSERT INTO "posting" VALUES(126,0,2,-50000000,-3400000000,68);
INSERT INTO "posting" VALUES(127,1,103,50000000,50000000,1);
INSERT INTO "posting" VALUES(127,0,2,-50000000,-3450000000,69);
INSERT INTO "posting" VALUES(128,1,104,50000000,50000000,1);
INSERT INTO "posting" VALUES(128,0,2,-50000000,-3500000000,70);
INSERT INTO "posting" VALUES(129,1,105,50000000,50000000,1);
INSERT INTO "posting" VALUES(129,0,2,-50000000,-3550000000,71);
INSERT INTO "posting" VALUES(130,1,106,50000000,50000000,1);
INSERT INTO "posting" VALUES(130,0,2,-50000000,-3600000000,72);
INSERT INTO "posting" VALUES(131,1,107,50000000,50000000,1);
INSERT INTO "posting" VALUES(131,0,2,-50000000,-3650000000,73);
INSERT INTO "posting" VALUES(132,1,108,50000000,50000000,1);
INSERT INTO "posting" VALUES(132,0,2,-50000000,-3700000000,74);
INSERT INTO "posting" VALUES(133,1,109,50000000,50000000,1);
INSERT INTO "posting" VALUES(133,0,2,-50000000,-3750000000,75);
INSERT INTO "posting" VALUES(134,1,110,50000000,50000000,1);
INSERT INTO "posting" VALUES(134,0,2,-50000000,-3800000000,76);
INSERT INTO "posting" VALUES(135,1,111,50000000,50000000,1);
INSERT INTO "posting" VALUES(135,0,2,-50000000,-3850000000,77);
INSERT INTO "posting" VALUES(136,1,112,50000000,50000000,1);
INSERT INTO "posting" VALUES(136,0,2,-50000000,-3900000000,78);
INSERT INTO "posting" VALUES(137,1,113,50000000,50000000,1);
INSERT INTO "posting" VALUES(137,0,2,-50000000,-3950000000,79);
INSERT INTO "posting" VALUES(138,1,114,151200,151200,1);
INSERT INTO "posting" VALUES(138,0,99,-151200,49848800,2);
INSERT INTO "posting" VALUES(139,1,115,151200,151200,1);
INSERT INTO "posting" VALUES(139,0,100,-151200,49848800,2);
INSERT INTO "posting" VALUES(140,1,116,151200,151200,1);
INSERT INTO "posting" VALUES(140,0,101,-151200,49848800,2);
INSERT INTO "posting" VALUES(141,1,117,151200,151200,1);
INSERT INTO "posting" VALUES(141,0,102,-151200,49848800,2);
INSERT INTO "posting" VALUES(142,1,118,151200,151200,1);
INSERT INTO "posting" VALUES(142,0,103,-151200,49848800,2);
INSERT INTO "posting" VALUES(143,1,119,151200,151200,1);
INSERT INTO "posting" VALUES(143,0,104,-151200,49848800,2);
INSERT INTO "posting" VALUES(144,1,120,151200,151200,1);
INSERT INTO "posting" VALUES(144,0,105,-151200,49848800,2);
INSERT INTO "posting" VALUES(145,1,121,151200,151200,1);
INSERT INTO "posting" VALUES(145,0,106,-151200,49848800,2);
INSERT INTO "posting" VALUES(146,1,122,151200,151200,1);
INSERT INTO "posting" VALUES(146,0,107,-151200,49848800,2);
INSERT INTO "posting" VALUES(147,1,123,151200,151200,1);
INSERT INTO "posting" VALUES(147,0,108,-151200,49848800,2);
INSERT INTO "posting" VALUES(148,1,124,151200,151200,1);
INSERT INTO "posting" VALUES(148,0,109,-151200,49848800,2);
CREATE TABLE price_change (
	id INTEGER NOT NULL, 
	scope TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	"before" TEXT, 
	"after" TEXT, 
	changed_by BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	update_id BIGINT NOT NULL, 
	CONSTRAINT pk_price_change PRIMARY KEY (id)
);
INSERT INTO "price_change" VALUES(1,'default','',NULL,'200000',900,'2026-01-01 13:03:12.271000',1122);
INSERT INTO "price_change" VALUES(2,'category','instagram likes',NULL,'400000',900,'2026-01-01 13:03:12.304000',1123);
INSERT INTO "price_change" VALUES(3,'level','vip',NULL,'-100000',900,'2026-01-01 13:03:12.304000',1124);
INSERT INTO "price_change" VALUES(4,'person','2001',NULL,'vip',900,'2026-01-01 13:03:12.304000',1125);
CREATE TABLE price_rule (
	scope TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	value BIGINT NOT NULL, 
	changed_by BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_price_rule PRIMARY KEY (scope, "key"), 
	CONSTRAINT ck_price_rule_scope_known CHECK (scope IN ('default','category','service','level','floor','rate')), 
	CONSTRAINT ck_price_rule_not_below_cost CHECK (scope = 'level' OR value >= 0), 
	CONSTRAINT ck_price_rule_rate_positive CHECK (scope <> 'rate' OR value > 0)
);
INSERT INTO "price_rule" VALUES('default','',200000,900,'2026-01-01 13:03:12.271000');
INSERT INTO "price_rule" VALUES('category','instagram likes',400000,900,'2026-01-01 13:03:12.304000');
INSERT INTO "price_rule" VALUES('level','vip',-100000,900,'2026-01-01 13:03:12.304000');
CREATE TABLE request (
	id INTEGER NOT NULL, 
	order_id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	state TEXT NOT NULL, 
	panel_refill_id TEXT, 
	text TEXT DEFAULT '' NOT NULL, 
	not_before DATETIME NOT NULL, 
	errors SMALLINT DEFAULT '0' NOT NULL, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	checked_at DATETIME, 
	CONSTRAINT pk_request PRIMARY KEY (id), 
	CONSTRAINT ck_request_kind_known CHECK (kind IN ('refill','cancel')), 
	CONSTRAINT ck_request_state_known CHECK (state IN ('asking','sending','requested','unclear','refused','done','rejected')), 
	CONSTRAINT fk_request_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id)
);
INSERT INTO "request" VALUES(1,7,'refill','requested',NULL,'Your order successfully added for refill. Thank you for patience.','2026-01-01 12:04:04.228000',0,'2026-01-01 12:04:04.228000','2026-01-01 12:04:04.300000',NULL);
INSERT INTO "request" VALUES(2,8,'cancel','done',NULL,'Your order was successfully marked for cancellation. Thank you for patience.','2026-01-01 12:04:04.500000',0,'2026-01-01 12:04:04.500000','2026-01-01 12:34:09.228000',NULL);
CREATE TABLE served (
	panel TEXT NOT NULL, 
	person_id BIGINT NOT NULL, 
	rank BIGINT NOT NULL, 
	CONSTRAINT pk_served PRIMARY KEY (panel, person_id), 
	CONSTRAINT fk_served_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2001,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2002,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2003,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2004,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2005,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2006,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2007,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2008,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2009,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2010,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2011,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2012,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2013,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2014,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2015,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2016,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2017,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2018,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2026,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2027,0);
INSERT INTO "served" VALUES('127.0.0.1:1~24aa9af94f',2028,0);
CREATE TABLE service (
	id TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	name TEXT NOT NULL, 
	category TEXT NOT NULL, 
	type TEXT NOT NULL, 
	rate_micro BIGINT NOT NULL, 
	min BIGINT, 
	max BIGINT, 
	refill BOOLEAN, 
	cancel BOOLEAN, 
	dripfeed BOOLEAN, 
	description TEXT DEFAULT '' NOT NULL, 
	gone_at DATETIME, 
	CONSTRAINT pk_service PRIMARY KEY (id), 
	CONSTRAINT ck_service_rate_not_negative CHECK (rate_micro >= 0)
);
INSERT INTO "service" VALUES('1',0,'Instagram Followers | Real | Start 0-1 h','Instagram Followers [Refill 30 days]','Default',900000,50,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('2',1,'Instagram Followers | HQ | R30','Instagram Followers [Refill 30 days]','Default',1250000,100,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('3',2,'Instagram Followers | Bots | No refill','Instagram Followers [Refill 30 days]','Default',210000,10,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('4',3,'Instagram Followers | Female | R30','Instagram Followers [Refill 30 days]','Default',2400000,50,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('5',4,'Instagram Followers | Brazil | R60','Instagram Followers [Refill 30 days]','Default',3150000,100,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('6',5,'Instagram Followers | Türkiye | R60','Instagram Followers [Refill 30 days]','Default',2950000,100,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('7',6,'Instagram Followers | Россия | R30','Instagram Followers [Refill 30 days]','Default',3500000,50,15000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('8',7,'Instagram Followers | Old accounts [Max 1M] 🔥','Instagram Followers [Refill 30 days]','Default',1990000,500,1000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('9',8,'Instagram Followers | Lifetime guarantee','Instagram Followers [Refill 30 days]','Default',4800000,50,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('10',9,'Instagram Followers | Package 1000','Instagram Followers [Refill 30 days]','Package',1100000,1,1,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('21',10,'Instagram Likes | Instant','Instagram Likes','Default',130000,10,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('22',11,'Instagram Likes | Real & active','Instagram Likes','Default',440000,20,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('23',12,'Instagram Likes | Power accounts 5k+','Instagram Likes','Default',9500000,5,500,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('24',13,'Instagram Auto Likes | New posts','Instagram Likes','Subscriptions',550000,50,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('25',14,'Instagram Comment Likes','Instagram Likes','Comment Likes',800000,10,1000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('26',15,'Instagram Likes | Package 500','Instagram Likes','Package',350000,1,1,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('37',16,'Instagram Comments | Custom','Instagram Comments','Custom Comments',8000000,10,1500,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('38',17,'Instagram Comments | Random positive','Instagram Comments','Default',4200000,5,1000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('39',18,'Instagram Comments | 10 of your own, one price','Instagram Comments','Custom Comments Package',950000,1,1,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('40',19,'Instagram Comment Replies','Instagram Comments','Comment Replies',11000000,5,200,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('51',20,'Instagram Mentions | Your list','Instagram Mentions','Mentions Custom List',3200000,20,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('52',21,'Instagram Mentions | With hashtags','Instagram Mentions','Mentions with Hashtags',3600000,50,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('53',22,'Instagram Mentions | By hashtag','Instagram Mentions','Mentions Hashtag',2900000,100,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('54',23,'Instagram Mentions | Followers of a user','Instagram Mentions','Mentions User Followers',2750000,100,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('55',24,'Instagram Mentions | Likers of a post','Instagram Mentions','Mentions Media Likers',2850000,100,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('56',25,'Instagram Mentions | Usernames','Instagram Mentions','Mentions',3000000,20,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('67',26,'YouTube Views | Native ads | R30','YouTube Views','Default',1800000,500,1000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('68',27,'YouTube Views | High retention 60 s','YouTube Views','Default',1450000,100,500000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('69',28,'YouTube Views | Instant start','YouTube Views','Default',1100000,100,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('70',29,'YouTube Views | Shorts','YouTube Views','Default',620000,100,1000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('71',30,'YouTube Views | Suggested','YouTube Views','Default',2050000,1000,200000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('72',31,'YouTube Views | External (Facebook, X)','YouTube Views','Default',1950000,1000,200000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('73',32,'YouTube Views | USA','YouTube Views','Default',3300000,500,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('74',33,'YouTube Views | Live stream 30 min','YouTube Views','Default',5900000,50,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('75',34,'YouTube SEO views | By keywords','YouTube Views','SEO',4100000,100,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('86',35,'YouTube Subscribers | R30','YouTube Subscribers & Likes','Default',14000000,50,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('87',36,'YouTube Subscribers | Slow and steady','YouTube Subscribers & Likes','Default',19500000,20,2000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('88',37,'YouTube Likes | R30','YouTube Subscribers & Likes','Default',1700000,20,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('89',38,'YouTube Comments | Custom','YouTube Subscribers & Likes','Custom Comments',12500000,5,500,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('90',39,'YouTube Watch hours | 1000 h package','YouTube Subscribers & Likes','Package',24900000,1,1,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('101',40,'TikTok Followers | R30','TikTok','Default',2200000,10,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('102',41,'TikTok Views | Instant','TikTok','Default',20000,100,10000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('103',42,'TikTok Likes | Real','TikTok','Default',750000,10,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('104',43,'TikTok Shares','TikTok','Default',280000,10,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('105',44,'TikTok Saves','TikTok','Default',190000,10,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('106',45,'TikTok Comments | Custom','TikTok','Custom Comments',7400000,5,1000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('107',46,'TikTok Live viewers | 15 min','TikTok','Default',6300000,10,2000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('118',47,'Telegram Members | Channel | R7','Telegram Members','Default',700000,100,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('119',48,'Telegram Members | Group | Online','Telegram Members','Default',1600000,50,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('120',49,'Telegram Members | Premium 30 days','Telegram Members','Default',21000000,10,1000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('121',50,'Telegram Members | From groups you name','Telegram Members','Invites from Groups',5200000,50,5000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('132',51,'Telegram Post views | 1 post','Telegram Posts','Default',50000,10,100000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('133',52,'Telegram Auto views | New posts','Telegram Posts','Subscriptions',70000,50,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('134',53,'Telegram Reactions | 👍 ❤️ 🔥','Telegram Posts','Default',300000,10,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('135',54,'Telegram Poll votes','Telegram Posts','Poll',1400000,10,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('146',55,'X Followers | R30','X / Twitter','Default',3900000,20,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('147',56,'X Likes','X / Twitter','Default',1850000,10,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('148',57,'X Retweets','X / Twitter','Default',2100000,10,10000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('149',58,'X Poll votes','X / Twitter','Poll',950000,50,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('160',59,'Facebook Page likes | R30','Facebook','Default',2600000,50,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('161',60,'Facebook Post likes','Facebook','Default',880000,20,20000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('162',61,'Facebook Video views | 60 s','Facebook','Default',1150000,500,500000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('163',62,'Facebook Comments | Custom','Facebook','Custom Comments',9750000,5,500,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('174',63,'Spotify Plays | Lo-fi, 30 days','Spotify','Default',660000,1000,1000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('175',64,'Spotify Followers | R30','Spotify','Default',1300000,20,50000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('176',65,'Spotify Monthly listeners | 30 d package','Spotify','Package',49990000,1,1,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('187',66,'Website traffic | Worldwide','Website traffic','Web Traffic',400000,100,1000000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('188',67,'Website traffic | From search, by keyword','Website traffic','Web Traffic',650000,100,500000,NULL,NULL,NULL,'',NULL);
INSERT INTO "service" VALUES('189',68,'Website traffic | USA, mobile','Website traffic','Default',950000,500,100000,NULL,NULL,NULL,'',NULL);
CREATE TABLE stars_list (
	bot_id BIGINT NOT NULL, 
	compared BIGINT NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT pk_stars_list PRIMARY KEY (bot_id)
);
CREATE TABLE "topup" (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	person_id BIGINT NOT NULL, 
	way TEXT NOT NULL, 
	state TEXT NOT NULL, 
	amount_micro BIGINT, 
	currency TEXT NOT NULL, 
	receipt JSON, 
	answered_by BIGINT, 
	decided_by BIGINT, 
	created_at DATETIME NOT NULL, 
	changed_at DATETIME NOT NULL, 
	CONSTRAINT ck_topup_state_known CHECK (state IN ('amount','receipt','waiting','approved','declined','dropped')), 
	CONSTRAINT fk_topup_person_id_person FOREIGN KEY(person_id) REFERENCES person (id)
);
INSERT INTO "topup" VALUES(1,2029,'stars','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.172000','2026-01-01 13:03:11.172000');
INSERT INTO "topup" VALUES(2,2030,'stars','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.304000','2026-01-01 13:03:11.304000');
INSERT INTO "topup" VALUES(3,2031,'card','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.304000','2026-01-01 13:03:11.304000');
INSERT INTO "topup" VALUES(4,2032,'card','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(5,2033,'manual','amount',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(6,2034,'manual','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(7,2034,'manual','receipt',1000000,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(8,2035,'manual','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(9,2035,'manual','waiting',1000000,'USD','{"photo": "FAKEPHOTO00000001", "text": "paid at noon, number 4711"}',1116,NULL,'2026-01-01 13:03:11.535000','2026-01-01 13:03:11.535000');
INSERT INTO "topup" VALUES(10,2036,'manual','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:11.964000','2026-01-01 13:03:11.964000');
INSERT INTO "topup" VALUES(11,2036,'manual','declined',1000000,'USD','{"photo": "FAKEPHOTO00000002", "text": "paid at noon, number 4711"}',1120,900,'2026-01-01 13:03:11.964000','2026-01-01 13:03:12.144000');
INSERT INTO "topup" VALUES(12,2076,'stars','dropped',NULL,'USD',NULL,NULL,NULL,'2026-01-01 13:03:21.964000','2026-01-01 13:03:21.964000');
CREATE INDEX ix_confirm_draft_id ON confirm (draft_id);
CREATE UNIQUE INDEX uq_confirm_unused ON confirm (person_id) WHERE used_at IS NULL;
CREATE INDEX ix_attempt_order_id ON attempt (order_id);
CREATE UNIQUE INDEX uq_attempt_once ON attempt (order_id) WHERE outcome != 'not_sent';
CREATE INDEX ix_request_order_id ON request (order_id);
CREATE UNIQUE INDEX uq_request_under_way ON request (order_id, kind) WHERE state IN ('asking', 'sending', 'requested', 'unclear');
CREATE INDEX ix_orders_state ON orders (panel, state, id);
CREATE INDEX ix_orders_link ON orders (link_key, service_id);
CREATE INDEX ix_orders_finished ON orders (panel, finished_at);
CREATE INDEX ix_orders_person ON orders (person_id, id);
CREATE UNIQUE INDEX uq_orders_one_add_in_flight ON orders (panel) WHERE state = 'submitting';
CREATE UNIQUE INDEX uq_account_of_person ON account (owner_id, kind, currency) WHERE owner_id IS NOT NULL;
CREATE UNIQUE INDEX uq_account_of_shop ON account (kind, currency) WHERE owner_id IS NULL;
CREATE INDEX ix_journal_order_id ON journal (order_id);
CREATE TRIGGER journal_not_updated BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER journal_not_deleted BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER posting_not_updated BEFORE UPDATE ON posting BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE TRIGGER posting_not_deleted BEFORE DELETE ON posting BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END;
CREATE INDEX ix_inquiry_unsettled ON inquiry (panel, state) WHERE state != 'settled';
CREATE INDEX ix_price_change_update ON price_change (update_id);
CREATE TRIGGER price_change_not_updated BEFORE UPDATE ON price_change BEGIN SELECT RAISE(ABORT, 'the history of prices is append-only'); END;
CREATE TRIGGER price_change_not_deleted BEFORE DELETE ON price_change BEGIN SELECT RAISE(ABORT, 'the history of prices is append-only'); END;
CREATE INDEX ix_payment_invoice_id ON payment (invoice_id);
CREATE INDEX ix_payment_person_id ON payment (person_id);
CREATE INDEX ix_inbox_waiting ON inbox (bot_id, seq) WHERE state = 'waiting';
CREATE INDEX ix_outbox_broadcast ON outbox (broadcast_id, state);
CREATE INDEX ix_outbox_chat ON outbox (chat_id, lane, id, not_before) WHERE state = 'pending';
CREATE INDEX ix_outbox_pending ON outbox (lane, id, chat_id, not_before) WHERE state = 'pending';
CREATE UNIQUE INDEX uq_topup_asked ON topup (person_id) WHERE state IN ('amount', 'receipt');
CREATE INDEX ix_inbox_person ON inbox (bot_id, person_id, seq) WHERE state = 'waiting';
CREATE INDEX ix_inbox_handled ON inbox (state, handled_at);
CREATE INDEX ix_outbox_finished ON outbox (finished_at);
CREATE INDEX ix_outbox_undelivered ON outbox (chat_id, state) WHERE state IN ('failed', 'blocked');
CREATE INDEX ix_topup_waiting ON topup (id) WHERE state = 'waiting';
CREATE INDEX ix_orders_ask ON orders (panel, ask_at, id);
CREATE INDEX ix_orders_held ON orders (panel) WHERE refund_held_at IS NOT NULL;
CREATE INDEX ix_checkout_untold ON checkout (agreed_at) WHERE told_at IS NULL;
CREATE UNIQUE INDEX uq_payment_return_open ON payment_return (payment_id) WHERE state = 'open';
CREATE INDEX ix_served_rank ON served (panel, rank);
CREATE INDEX ix_orders_line ON orders (panel, rank, id) WHERE state = 'reserved';
CREATE INDEX ix_orders_undecided ON orders (person_id, panel, rank) WHERE state IN ('reserved', 'submitting', 'unknown');
CREATE INDEX ix_request_asking ON request (id) WHERE state = 'asking';
CREATE INDEX ix_inbox_done ON inbox (handled_at) WHERE state = 'done';
CREATE INDEX ix_broadcast_state ON broadcast (state);
CREATE INDEX ix_journal_refund ON journal (created_at) WHERE kind = 'refund';
CREATE INDEX ix_topup_person ON topup (person_id, id);
CREATE INDEX ix_inquiry_opened ON inquiry (panel, opened_at);
CREATE TRIGGER account_bounded_insert BEFORE INSERT ON account WHEN typeof(NEW.balance_micro) <> 'integer' OR NEW.balance_micro NOT BETWEEN -4611686018427387904 AND 4611686018427387904 BEGIN SELECT RAISE(ABORT, 'no account holds so much'); END;
CREATE TRIGGER account_bounded_update BEFORE UPDATE OF balance_micro ON account WHEN typeof(NEW.balance_micro) <> 'integer' OR NEW.balance_micro NOT BETWEEN -4611686018427387904 AND 4611686018427387904 BEGIN SELECT RAISE(ABORT, 'no account holds so much'); END;
CREATE INDEX ix_draft_list_due ON draft (list_due_at) WHERE list_due_at IS NOT NULL;
CREATE INDEX ix_inquiry_settled ON inquiry (panel, settled_at);
CREATE INDEX ix_inquiry_charged ON inquiry (panel) WHERE charged_at IS NOT NULL AND charge_told_at IS NULL;
CREATE INDEX ix_confirm_used ON confirm (used_at) WHERE used_at IS NOT NULL;
CREATE INDEX ix_invoice_person_id ON invoice (person_id);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('inbox',363);
INSERT INTO "sqlite_sequence" VALUES('outbox',273);
INSERT INTO "sqlite_sequence" VALUES('topup',12);
INSERT INTO "sqlite_sequence" VALUES('invoice',5);
INSERT INTO "sqlite_sequence" VALUES('heard_text',1);
COMMIT;
