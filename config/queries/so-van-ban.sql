-- Documents of each unit, from :start to :end (both included), out of the document system's read replica.
-- Reviewed: only counts; no title, no name, no classified document (their register is another database).
SELECT ma_don_vi AS unit_code,
       ten_don_vi AS unit_name,
       sum(di) AS outgoing,
       sum(ky_so) AS outgoing_signed,
       sum(den) AS incoming,
       sum(den_dien_tu) AS incoming_electronic
FROM van_ban_ngay
WHERE ngay BETWEEN :start AND :end
GROUP BY ma_don_vi, ten_don_vi
ORDER BY ma_don_vi
