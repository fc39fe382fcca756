
-- 文书
select jiancha.define_param('qingdao_district', 1, 'letter_organ', '区行政审批电子监察办公室', source => '暂定: 由本区确定', status => 'assumed');
select jiancha.define_param('qingdao_district', 1, 'letter_prefix', '区', source => '暂定: 发文机关代字由本区确定', status => 'assumed');
-- 四(一): 收件出具《接件凭证》
select jiancha.define_template('qingdao_district', 1, '接件凭证', word => '接', issuer => 'department', addressee => 'applicant', body =>
'{{received_on}}收到你（单位）“{{matter}}”的申请材料，办件编号{{case_no}}。材料清单：
{{materials}}',
    source => '网络审批及电子监控方案 四(一)');
