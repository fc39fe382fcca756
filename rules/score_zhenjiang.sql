-- 镇江市行政权力网上公开透明运行: 第二十二条、第二十三条. Points and weights are not in the text: those of r1 hold.

select jiancha.define_scheme('zhenjiang', 1, '行政权力网上公开透明运行绩效考核', '行政权力网上公开透明运行工作领导小组办公室', valid_from => '2010-01-01', parent => 'r1',
    source => '镇江 第二十二条、第二十三条');

-- 第二十三条: 监察局、法制办、政务服务办各负其责
select jiancha.define_indicator('zhenjiang', 1, 'duty', '监督检查职责', 'manual', 'entry', assessor => 'legal', dimensions => '{5}', source => '镇江 第二十三条: 法制办负责部分', status => 'assumed');
select jiancha.define_indicator('zhenjiang', 1, 'liability', '法律责任', 'manual', 'entry', assessor => 'legal', dimensions => '{6}', source => '镇江 第二十三条: 法制办负责部分', status => 'assumed');
select jiancha.define_indicator('zhenjiang', 1, 'disclosure', '政务公开检查', 'manual', 'entry', assessor => 'service', dimensions => '{1}', source => '镇江 第二十三条: 政务服务办负责部分', status => 'assumed');
select jiancha.define_indicator('zhenjiang', 1, 'attitude', '服务态度评价', 'survey', 'survey', assessor => 'service', dimensions => '{8}', question => 'attitude', source => '镇江 第二十三条: 政务服务办负责部分', status => 'assumed');
select jiancha.define_indicator('zhenjiang', 1, 'satisfaction', '满意度评价', 'survey', 'survey', assessor => 'service', dimensions => '{9}', question => 'satisfaction', source => '镇江 第二十三条: 政务服务办负责部分', status => 'assumed');
